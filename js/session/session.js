// What is `req.session`?
// @ts-check
'use strict'

const { ask } = require('../exchange/answer')
const { noting } = require('../exchange/attempts')

/**
 * The session of a request: the data that a store kept, and methods that do not show among it.
 *
 * @this {any}
 * @param {any} req the request, with `sessionID` and `sessionStore`
 * @param {any} [data] what a store kept; names that the session already has are left out
 */
function Session (req, data) {
  Object.defineProperty(this, 'req', { value: req })
  Object.defineProperty(this, 'id', { value: req.sessionID })

  if (typeof data === 'object' && data !== null) {
    for (const name in data) {
      if (!(name in this)) this[name] = data[name]
    }
  }
}

const methods = {
  /**
   * Starts the cookie's time anew; the middleware does this for every request.
   * @this {any}
   */
  touch () {
    return this.resetMaxAge()
  },

  /**
   * Sets the cookie's `maxAge` to its original value.
   * @this {any}
   */
  resetMaxAge () {
    this.cookie.maxAge = this.cookie.originalMaxAge
    return this
  },

  /**
   * Saves the session to the store.
   * @this {any}
   * @param {(error?: any) => void} [callback]
   */
  save (callback) {
    ask(this.req.sessionStore, 'set', [this.id, this], callback && noting(this, callback))
    return this
  },

  /**
   * Reads the session from the store again; `req.session` is another object then.
   * @this {any}
   * @param {(error?: any) => void} callback
   */
  reload (callback) {
    const { req } = this
    const store = req.sessionStore
    ask(store, 'get', [this.id], (error, data) => {
      if (error) return callback(error)
      if (!data) return callback(new Error('failed to load session'))
      try {
        store.createSession(req, data)
      } catch (failure) {
        return callback(failure)
      }
      callback()
    })
    return this
  },

  /**
   * Removes the session from the request and from the store.
   * @this {any}
   * @param {(error?: any) => void} [callback]
   */
  destroy (callback) {
    delete this.req.session
    ask(this.req.sessionStore, 'destroy', [this.id], callback)
    return this
  },

  /**
   * Replaces the session by a new one with a new id.
   * @this {any}
   * @param {(error?: any) => void} callback
   */
  regenerate (callback) {
    this.req.sessionStore.regenerate(this.req, callback)
    return this
  }
}

for (const [name, value] of Object.entries(methods)) {
  Object.defineProperty(Session.prototype, name, { configurable: true, enumerable: false, writable: true, value })
}

module.exports = Session
