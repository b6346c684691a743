// Where do sessions live when no store is given?
// @ts-check
'use strict'

// Bound now: tests replace the global one by a clock that stands still.
const { setImmediate } = require('node:timers')
const { inherits } = require('node:util')
const Store = require('./store')

/**
 * A store in the memory of this process, for development and tests: sessions are lost when the process ends, and one
 * that nobody asks for again is never removed. Callbacks come in a later turn of the event loop.
 *
 * @this {any}
 */
function MemoryStore () {
  Store.call(this)
  // JSON by id, and no prototype: an id may be `__proto__`.
  this.sessions = Object.create(null)
}

inherits(MemoryStore, Store)

/**
 * @this {any}
 * @param {(error: null, sessions: Record<string, any>) => void} [callback] receives sessions by id
 */
MemoryStore.prototype.all = function all (callback) {
  const sessions = Object.create(null)
  for (const id of Object.keys(this.sessions)) {
    const session = read(this.sessions, id)
    if (session) sessions[id] = session
  }
  if (callback) setImmediate(callback, null, sessions)
}

/**
 * @this {any}
 * @param {() => void} [callback]
 */
MemoryStore.prototype.clear = function clear (callback) {
  this.sessions = Object.create(null)
  if (callback) setImmediate(callback)
}

/**
 * @this {any}
 * @param {string} id
 * @param {() => void} [callback]
 */
MemoryStore.prototype.destroy = function destroy (id, callback) {
  delete this.sessions[id]
  if (callback) setImmediate(callback)
}

/**
 * @this {any}
 * @param {string} id
 * @param {(error: null, session?: any) => void} callback
 */
MemoryStore.prototype.get = function get (id, callback) {
  setImmediate(callback, null, read(this.sessions, id))
}

/**
 * @this {any}
 * @param {string} id
 * @param {any} session
 * @param {() => void} [callback]
 */
MemoryStore.prototype.set = function set (id, session, callback) {
  this.sessions[id] = JSON.stringify(session)
  if (callback) setImmediate(callback)
}

/**
 * @this {any}
 * @param {(error: any, length?: number) => void} callback
 */
MemoryStore.prototype.length = function length (callback) {
  this.all((/** @type {any} */ error, /** @type {any} */ sessions) => {
    if (error) return callback(error)
    callback(null, Object.keys(sessions).length)
  })
}

/**
 * @this {any}
 * @param {string} id
 * @param {any} session
 * @param {() => void} [callback]
 */
MemoryStore.prototype.touch = function touch (id, session, callback) {
  const stored = read(this.sessions, id)
  if (stored) {
    stored.cookie = session.cookie
    this.sessions[id] = JSON.stringify(stored)
  }
  if (callback) setImmediate(callback)
}

/**
 * Reads a session and drops it if its cookie has expired.
 *
 * @param {Record<string, string>} sessions
 * @param {string} id
 * @returns {any}
 */
function read (sessions, id) {
  const text = sessions[id]
  if (!text) return undefined
  const session = JSON.parse(text)
  if (hasExpired(session.cookie)) {
    delete sessions[id]
    return undefined
  }
  return session
}

/** @param {any} cookie as JSON gives it */
function hasExpired (cookie) {
  if (!cookie || !cookie.expires) return false
  const expires = typeof cookie.expires === 'string' ? new Date(cookie.expires) : cookie.expires
  return expires <= Date.now()
}

module.exports = MemoryStore
