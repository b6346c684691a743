// What happens to a request on its way through the middleware?
// @ts-check
'use strict'

const deprecate = require('depd')('express-session')
const { ask, errorOf } = require('../exchange/answer')
const debug = require('../core/debug')
const Exchange = require('../exchange/exchange')
const { isSecure, isUnderPath, readId } = require('./request')
const { intercept } = require('./response')
const Cookie = require('../session/cookie')
const Session = require('../session/session')
const Store = /** @type {any} */ (require('../session/store'))

/** @typedef {import('./request').Request} Request */

/** What a store has from `Store`, besides events. */
const INHERITED = ['createSession', 'load', 'regenerate']

/**
 * What one middleware was made of.
 * @typedef {import('../exchange/exchange').Settings & {
 *   cookie: any, generateId: (req: any) => any, secret: unknown[] | undefined
 * }} Settings
 */

/**
 * @param {Settings} settings
 * @returns {(req: any, res: any, next: (error?: any) => void) => void}
 */
function createMiddleware (settings) {
  const { store } = settings
  store.generate = (/** @type {Request} */ req) => generate(settings, req)
  for (const name of INHERITED) {
    // A store need not inherit from ours.
    if (typeof store[name] !== 'function') store[name] = Store.prototype[name]
  }

  let storeReady = true
  if (typeof store.on === 'function') {
    store.on('disconnect', () => { storeReady = false })
    store.on('connect', () => { storeReady = true })
  }

  return function session (req, res, next) {
    let exchange
    try {
      if (isConcerned(settings, storeReady, req)) exchange = begin(settings, req, res, next)
    } catch (error) {
      next(errorOf(error))
      return
    }
    if (!exchange) {
      next()
    } else if (req.sessionID) {
      load(exchange)
    } else {
      debug('no session id sent')
      start(exchange, () => exchange.generate())
    }
  }
}

/**
 * @param {Settings} settings
 * @param {boolean} storeReady
 * @param {Request} req
 * @returns {boolean} whether this middleware is to give the request a session
 */
function isConcerned (settings, storeReady, req) {
  // Another session middleware was here before.
  if (req.session) return false
  if (!storeReady) {
    debug('store is disconnected')
    return false
  }
  if (!isUnderPath(req, cookieOptions(settings.cookie, req).path)) {
    debug('pathname mismatch')
    return false
  }
  return true
}

/**
 * Reads which session a request asks for, and takes part in its response.
 *
 * @param {Settings} settings
 * @param {Request} req
 * @param {any} res
 * @param {(error?: any) => void} next
 * @returns {Exchange}
 */
function begin (settings, req, res, next) {
  // cookie-parser leaves its secret on the request.
  const secrets = settings.secret || (req.secret && [req.secret])
  if (!secrets) throw new Error('secret option required for sessions')
  req.sessionStore = settings.store
  req.sessionID = readId(req, settings.keyring, secrets, deprecate)
  const exchange = new Exchange(settings, secrets, req, res, next)
  intercept(res, exchange)
  return exchange
}

/**
 * Gives a request the session whose id it carries, or a new one where the store does not know it.
 *
 * @param {Exchange} exchange
 */
function load (exchange) {
  const { req, settings } = exchange
  debug('fetching', req.sessionID)
  ask(settings.store, 'get', [req.sessionID], (error, data) => {
    if (error && error.code !== 'ENOENT') {
      debug('the store failed')
      exchange.abort(error)
    } else if (error || !data) {
      debug('no session found')
      start(exchange, () => exchange.generate())
    } else {
      debug('session found')
      start(exchange, () => exchange.inflate(data))
    }
  })
}

/**
 * @param {Exchange} exchange
 * @param {() => void} prepare gives the request its session
 */
function start (exchange, prepare) {
  try {
    prepare()
  } catch (error) {
    exchange.abort(error)
    return
  }
  exchange.next()
}

/**
 * Gives a request a new session; stores do it, too, when they regenerate one.
 *
 * @param {Settings} settings
 * @param {Request} req
 */
function generate ({ cookie, generateId, trustProxy }, req) {
  req.sessionID = generateId(req)
  req.session = new (/** @type {any} */ (Session))(req)
  try {
    const attributes = cookieOptions(cookie, req)
    req.session.cookie = new (/** @type {any} */ (Cookie))(attributes)
    const secure = isSecure(req, trustProxy)
    if (attributes.secure === 'auto') req.session.cookie.secure = secure
    if (attributes.sameSite === 'auto') req.session.cookie.sameSite = secure ? 'none' : 'lax'
  } catch (error) {
    // The response would fail on half a session.
    delete req.session
    throw error
  }
}

/**
 * @param {any} cookie option `cookie`: attributes, or a function that gives them for a request
 * @param {Request} req
 */
function cookieOptions (cookie, req) {
  return typeof cookie === 'function' ? cookie(req) : cookie
}

module.exports = { createMiddleware }
