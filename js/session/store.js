// What does every session store inherit?
// @ts-check
'use strict'

const { EventEmitter } = require('node:events')
const { inherits } = require('node:util')
const { ask } = require('../exchange/answer')
const Cookie = require('./cookie')
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
 * @param {(error?: any) => void} callback
 */
Store.prototype.regenerate = function regenerate (req, callback) {
  ask(this, 'destroy', [req.sessionID], (error) => {
    try {
      this.generate(req)
    } catch (failure) {
      return callback(failure)
    }
    callback(error)
  })
}

/**
 * Loads a session outside of a request.
 *
 * @this {any}
 * @param {string} id
 * @param {(error?: any, session?: any) => void} callback
 */
Store.prototype.load = function load (id, callback) {
  ask(this, 'get', [id], (error, data) => {
    if (error) return callback(error)
    if (!data) return callback()
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
  req.session = new Session(req, data)
  return req.session
}

module.exports = Store
