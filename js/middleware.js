// What happens to a request on its way through the middleware?
// @ts-check
'use strict'

const deprecate = require('depd')('express-session')
const debug = require('./debug')
const Exchange = require('./exchange')
const { isSecure, isUnderPath, readId } = require('./request')
const { intercept } = require('./response')
const Cookie = require('./session/cookie')
const Session = require('./session/session')

/** @typedef {import('./request').Request} Request */

/**
 * What one middleware was made of.
 * @typedef {import('./exchange').Settings & {
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

  let storeReady = true
  store.on('disconnect', () => { storeReady = false })
  store.on('connect', () => { storeReady = true })

  return function session (req, res, next) {
    // Another session middleware was here before.
    if (req.session) {
      next()
    } else if (!storeReady) {
      debug('store is disconnected')
      next()
    } else if (!isUnderPath(req, cookieOptions(settings.cookie, req).path)) {
      debug('pathname mismatch')
      next()
    } else if (!settings.secret && !req.secret) {
      next(new Error('secret option required for sessions'))
    } else {
      // cookie-parser leaves its secret on the request.
      start(settings, settings.secret || [req.secret], req, res, next)
    }
  }
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
  req.session.cookie = new (/** @type {any} */ (Cookie))(cookieOptions(cookie, req))
  const secure = isSecure(req, trustProxy)
  if (cookie.secure === 'auto') req.session.cookie.secure = secure
  if (cookie.sameSite === 'auto') req.session.cookie.sameSite = secure ? 'none' : 'lax'
}

/**
 * Gives a request its session: the one whose id it carries, or a new one.
 *
 * @param {Settings} settings
 * @param {unknown[]} secrets
 * @param {Request} req
 * @param {any} res
 * @param {(error?: any) => void} next
 */
function start (settings, secrets, req, res, next) {
  const { keyring, store } = settings
  req.sessionStore = store
  req.sessionID = readId(req, keyring, secrets, deprecate)
  const exchange = new Exchange(settings, secrets, req, res, next)
  intercept(res, exchange)

  if (!req.sessionID) {
    debug('no SID sent, generating session')
    exchange.generate()
    next()
    return
  }

  debug('fetching', req.sessionID)
  store.get(req.sessionID, (/** @type {any} */ error, /** @type {any} */ data) => {
    if (error && error.code !== 'ENOENT') {
      debug('the store failed')
      next(error)
      return
    }
    try {
      if (error || !data) {
        debug('no session found')
        exchange.generate()
      } else {
        debug('session found')
        exchange.inflate(data)
      }
    } catch (failure) {
      next(failure)
      return
    }
    next()
  })
}

/**
 * @param {any} cookie option `cookie`: attributes, or a function that gives them for a request
 * @param {Request} req
 */
function cookieOptions (cookie, req) {
  return typeof cookie === 'function' ? cookie(req) : cookie
}

module.exports = { createMiddleware }
