// What does `require('express-session-wasm')` give?
// @ts-check
'use strict'

const deprecate = require('depd')('express-session')
const { generateSessionId } = require('./core/calls')
const { Keyring } = require('./core/keyring')
const { createMiddleware } = require('./node/middleware')
const { isSecure } = require('./node/request')
const { livesOf, resolveOptions } = require('./options')
const Cookie = require('./session/cookie')
const { plain, timed } = require('./session/port')
const MemoryStore = require('./stores/memory')
const { PromiseStore, promised, requireMethods } = require('./stores/promise-store')
const Session = require('./session/session')
const Store = require('./session/store')

/** What only some options need. The first middleware that has one of them loads it, and with it a second WebAssembly module. */
const rooms = {
  get Lifetimes () { return require('./exchange/lifetimes') },
  get Merging () { return require('./exchange/merging') },
  get Touches () { return require('./exchange/touches') }
}

const isProduction = process.env.NODE_ENV === 'production'

exports = module.exports = session

exports.Store = Store
exports.Cookie = Cookie
exports.Session = Session
exports.MemoryStore = MemoryStore
exports.PromiseStore = PromiseStore
exports.promised = promised

/**
 * Makes a session middleware. The options are those of express-session 1.19.0; README.md describes them.
 *
 * @param {any} [options]
 * @returns {(req: any, res: any, next: (error?: any) => void) => void}
 * @throws {TypeError} for a wrong option
 */
function session (options) {
  const given = options || {}
  const store = given.store || new MemoryStore()
  if (store instanceof PromiseStore) requireMethods(store)
  const { concurrency, name, policy } = resolveOptions(given, store, deprecate)
  const lives = livesOf(given)

  if (isProduction && store instanceof MemoryStore) {
    console.warn(
      'Warning: connect.session() MemoryStore keeps sessions in\n' +
      'this process alone: no other process sees them, and they\n' +
      'are lost when it ends.'
    )
  }

  const touches = lives.touchAfter === undefined ? undefined : new rooms.Touches(lives.touchAfter)
  const lifetimes = lives.policy && new rooms.Lifetimes(lives.policy, store, given.user)
  let port = given.storeTimeout == null ? plain : timed(given.storeTimeout)
  if (touches) port = touches.through(port)
  if (lifetimes) port = lifetimes.through(port)

  return createMiddleware({
    cookie: given.cookie || {},
    generateId: given.genid || generateSessionId,
    hasWarned: false,
    isSecure: (req) => isSecure(req, given.proxy),
    keyring: new Keyring(name),
    lifetimes,
    policy,
    port: concurrency === 'last-write' ? port : new rooms.Merging(port, concurrency === 'reject', given.merge ?? {}),
    secret: given.secret && !Array.isArray(given.secret) ? [given.secret] : given.secret,
    store,
    touches,
    trustProxy: given.proxy
  })
}
