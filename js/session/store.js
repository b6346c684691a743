// What does every session store inherit?
// @ts-check
'use strict'

const { EventEmitter } = require('events')
const { inherits } = require('util')
const debug = require('../core/debug')
const Cookie = require('./cookie')
const { portOf } = require('./exchanges')
const { generateThrough } = require('./generate')
const { Life, limitsOf } = require('./life')
const { plain } = require('./port')
const { promised } = require('./promises')
const Session = require('./session')

/**
 * The base of session stores. A function and not a class: older stores call it without `new`, and some never call it.
 *
 * @this {any}
 */
function Store () {
  EventEmitter.call(this)
}

inherits(Store, EventEmitter)

// Assigned, and so enumerable: some stores copy these methods instead of inheriting them.

/**
 * Destroys the session of a request and gives it a new one.
 *
 * @this {any}
 * @param {any} req
 * @param {(error?: any) => void} [callback]
 * @returns {Promise<any> | undefined} without a callback a promise of the new session
 */
Store.prototype.regenerate = function regenerate (req, callback) {
  if (!callback) return promised((settled) => regenerate.call(this, req, settled), () => req.session)
  debug('destroying', req.sessionID)
  portOf(req).ask(this, 'destroy', req.sessionID, undefined, (error) => {
    generateThrough(this, req, (failure) => callback(failure || error))
  })
}

/**
 * Loads a session outside of a request.
 *
 * @this {any}
 * @param {string} id
 * @param {(error?: any, session?: any) => void} [callback]
 * @returns {Promise<any> | undefined} without a callback a promise of the session
 */
Store.prototype.load = function load (id, callback) {
  if (!callback) return promised((settled) => load.call(this, id, settled), (session) => session)
  plain.ask(this, 'get', id, undefined, (error, data) => {
    if (error) return callback(error)
    if (!data || limitsOf(this)?.isOver(data)) return callback()
    let session
    try {
      session = this.createSession({ sessionID: id, sessionStore: this }, data)
    } catch (failure) {
      return callback(failure)
    }
    callback(null, session)
  })
}

/**
 * Makes what a store kept the session of a request.
 *
 * @this {any}
 * @param {any} req
 * @param {any} data its `cookie` is replaced by a Cookie
 * @returns {any} the session
 * @throws {TypeError} when `data` has no cookie
 */
Store.prototype.createSession = function createSession (req, data) {
  const expires = data.cookie.expires
  const originalMaxAge = data.cookie.originalMaxAge
  const cookie = data.cookie = /** @type {any} */ (new Cookie(data.cookie))
  // Assigning `expires` resets originalMaxAge to what is left of it.
  if (typeof expires === 'string') cookie.expires = new Date(expires)
  cookie.originalMaxAge = originalMaxAge
  // So that also what is loaded outside of a request keeps it.
  if (cookie.life !== undefined && limitsOf(this) !== undefined) cookie.life = new Life(cookie.life)
  req.session = new Session(req, data)
  return req.session
}

module.exports = Store
