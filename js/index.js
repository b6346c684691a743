// What does `require('express-session-wasm')` give?
// @ts-check
'use strict'

const deprecate = require('depd')('express-session')
const { generateSessionId } = require('./core')
const { Keyring } = require('./keyring')
const { cookieOptions, createMiddleware } = require('./middleware')
const { resolveOptions } = require('./options')
const { isSecure } = require('./request')
const Cookie = require('./session/cookie')
const MemoryStore = require('./session/memory')
const Session = require('./session/session')
const Store = require('./session/store')

const isProduction = process.env.NODE_ENV === 'production'

exports = module.exports = session

exports.Store = Store
exports.Cookie = Cookie
exports.Session = Session
exports.MemoryStore = MemoryStore

/**
 * Makes a session middleware. The options are those of express-session 1.19.0; README.md describes them.
 *
 * @param {any} [options]
 * @returns {(req: any, res: any, next: (error?: any) => void) => void}
 * @throws {TypeError} for a wrong option
 */
function session (options) {
  const given = options || {}
  const cookie = given.cookie || {}
  const generateId = given.genid || generateSessionId
  const store = given.store || new MemoryStore()
  const trustProxy = given.proxy
  const { name, policy, resave } = resolveOptions(given, store, deprecate)

  if (isProduction && store instanceof MemoryStore) {
    console.warn(
      'Warning: connect.session() MemoryStore is not\n' +
      'designed for a production environment, as it will leak\n' +
      'memory, and will not scale past a single process.'
    )
  }

  store.generate = function (/** @type {any} */ req) {
    req.sessionID = generateId(req)
    req.session = new Session(req)
    req.session.cookie = new Cookie(cookieOptions(cookie, req))
    const secure = isSecure(req, trustProxy)
    if (cookie.secure === 'auto') req.session.cookie.secure = secure
    if (cookie.sameSite === 'auto') req.session.cookie.sameSite = secure ? 'none' : 'lax'
  }

  return createMiddleware({
    cookie,
    keyring: new Keyring(name),
    policy,
    resave,
    secret: given.secret && !Array.isArray(given.secret) ? [given.secret] : given.secret,
    store,
    trustProxy
  })
}
