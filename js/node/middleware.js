// What happens to a request on its way through the middleware?
// @ts-check
'use strict'

const { AsyncResource } = require('async_hooks')
const debug = require('../core/debug')
const { PromisedId, cookieOptions, generator } = require('../session/generate')
const { errorOf } = require('../session/port')
const Store = /** @type {any} */ (require('../session/store'))
const { readinessOf } = require('./readiness')
const { isUnderPath, readId } = require('./request')
const Response = require('./response')
const { keepAsTables } = require('./tables')

/** @typedef {import('../exchange/exchange')} Exchange */
/** @typedef {import('./request').Request} Request */

/** What a store has from `Store`, besides events. */
const INHERITED = ['createSession', 'load', 'regenerate']

/**
 * What one middleware was made of.
 * @typedef {import('../exchange/exchange').Settings & import('../session/generate').Settings & {
 *   secret: unknown[] | undefined, trustProxy: boolean | undefined, hasWarned: boolean
 * }} Settings
 */

/**
 * @param {Settings} settings
 * @returns {(req: any, res: any, next: (error?: any) => void) => void}
 */
function createMiddleware (settings) {
  const { store } = settings
  store.generate = generator(settings)
  for (const name of INHERITED) {
    // A store need not inherit from ours.
    if (typeof store[name] !== 'function') store[name] = Store.prototype[name]
  }
  const readiness = readinessOf(store)

  return function session (req, res, next) {
    let exchange
    try {
      if (isConcerned(settings, readiness.isReady, req)) exchange = begin(settings, req, res, next)
    } catch (error) {
      next(errorOf(error))
      return
    }
    if (exchange === undefined) next()
    else if (exchange.cookieId) load(exchange)
    else start(exchange, undefined)
  }
}

/**
 * @param {Settings} settings
 * @param {boolean} isReady
 * @param {Request} req
 * @returns {boolean} whether this middleware is to give the request a session
 */
function isConcerned (settings, isReady, req) {
  if (req.session) {
    debug('no session: another session middleware was here before')
    return false
  }
  if (!isReady) {
    debug('no session: the store is disconnected')
    return false
  }
  const path = cookieOptions(settings.cookie, req).path
  if (isUnderPath(req, path)) return true
  debug(`no session: the request is not under the cookie's path ${path}`)
  return false
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
  if (!secrets) {
    debug('no session: there is no secret; is the environment variable set?')
    throw new Error('secret option required for sessions')
  }
  keepAsTables(req, res)
  req.sessionStore = settings.store
  req.sessionID = readId(req, settings.keyring, secrets)
  return new Response(settings, secrets, req, res, next).exchange
}

/**
 * Gives a request the session whose id it carries, or a new one where the store does not know it.
 *
 * @param {Exchange} exchange
 */
function load (exchange) {
  const { cookieId, settings } = exchange
  debug('fetching', cookieId)
  const host = /** @type {Response} */ (exchange.host)
  host.context = new AsyncResource('SESSION')
  settings.port.ask(settings.store, 'get', cookieId, undefined, answered, exchange)
}

/**
 * A store that answers from a pool does so in the context of whoever opened the connection; the handler runs in that of its
 * own request.
 *
 * @param {Exchange} exchange
 * @param {any} error
 * @param {any} data
 */
function answered (exchange, error, data) {
  const host = /** @type {Response} */ (exchange.host)
  const { context } = host
  host.context = undefined
  context?.runInAsyncScope(found, undefined, exchange, error, data)
}

/**
 * @param {Exchange} exchange
 * @param {any} error
 * @param {any} data
 */
function found (exchange, error, data) {
  if (error && error.code !== 'ENOENT') {
    debug('no session: the store failed; next gets its error')
    abort(exchange, error)
  } else if (error || !data) {
    debug('no session found: the store does not know the id')
    start(exchange, undefined)
  } else {
    debug('session found')
    const { lifetimes } = exchange.settings
    if (lifetimes === undefined) start(exchange, data)
    else lifetimes.admit(exchange, data, admitted)
  }
}

/**
 * @param {Exchange} exchange
 * @param {any} error
 * @param {any} [data]
 */
function admitted (exchange, error, data) {
  if (error) abort(exchange, error)
  else start(exchange, data)
}

/**
 * @param {Exchange} exchange
 * @param {any} data what the store found; undefined for a new session
 */
function start (exchange, data) {
  try {
    if (data === undefined) exchange.generate()
    else exchange.inflate(data)
  } catch (error) {
    if (error instanceof PromisedId) error.wait(() => start(exchange, data), (reason) => abort(exchange, reason))
    else abort(exchange, error)
    return
  }
  const { next } = /** @type {Response} */ (exchange.host)
  next()
}

/**
 * Gives up before the application has run.
 *
 * @param {Exchange} exchange
 * @param {unknown} error
 */
function abort (exchange, error) {
  const host = /** @type {Response} */ (exchange.host)
  exchange.failed = true
  host.abort(error)
}

module.exports = { createMiddleware }
