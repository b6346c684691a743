// Where do sessions live when no store is given?
// @ts-check
'use strict'

// Bound now: tests replace the global one by a clock that stands still.
const { setImmediate } = require('timers')
const { inherits } = require('util')
const { endOfCookie, withCookie } = require('./cookie-text')
const { promised } = require('../session/promises')
const Retention = require('./retention')
const Store = require('../session/store')

const RETENTION = Symbol('retention')

/**
 * A store in the memory of this process: sessions are lost when it ends, and no other process sees them. Those that
 * expired are removed while others are used. Callbacks come in a later turn of the event loop; without one, methods return
 * a promise.
 *
 * @this {any}
 * @param {import('./retention').Bounds} [options]
 * @throws {TypeError} for a wrong option
 */
function MemoryStore (options) {
  Store.call(this)
  // JSON by id, and no prototype: an id may be `__proto__`. People look into it, and put things there.
  this.sessions = Object.create(null)
  // What a store that extends this one passes are options of its own: express-session read none.
  if (new.target === MemoryStore && options) this.limit(options)
}

inherits(MemoryStore, Store)

/**
 * Bounds what the store keeps, as `new MemoryStore(options)` does: for stores that extend it.
 *
 * @this {any}
 * @param {import('./retention').Bounds} options
 * @throws {TypeError} for a wrong option
 */
MemoryStore.prototype.limit = function limit (options) {
  if (typeof options !== 'object') throw new TypeError('options of MemoryStore must be an object')
  const { max, maxBytes, ttl } = options
  const known = { max, maxBytes, ttl }
  for (const [name, value] of Object.entries(known)) {
    if (value === undefined || (typeof value === 'number' && value >= 1)) continue
    throw new TypeError(`${name} option must be a number, 1 or more`)
  }
  for (const name of Object.keys(options)) {
    if (!Object.hasOwn(known, name)) throw new TypeError(`${name} is no option of MemoryStore; it has max, maxBytes and ttl`)
  }
  retentionOf(this).limit(known)
}

/**
 * @this {any}
 * @param {(error: null, sessions: Record<string, any>) => void} [callback] receives sessions by id
 */
MemoryStore.prototype.all = function all (callback) {
  if (!callback) return promised((settled) => all.call(this, settled), same)
  const retention = retentionOf(this)
  const sessions = Object.create(null)
  for (const id of Object.keys(this.sessions)) {
    const session = read(retention, id)
    if (session) sessions[id] = session
  }
  setImmediate(callback, null, sessions)
}

/**
 * @this {any}
 * @param {() => void} [callback]
 */
MemoryStore.prototype.clear = function clear (callback) {
  if (!callback) return promised((settled) => clear.call(this, settled))
  this.sessions = Object.create(null)
  setImmediate(callback)
}

/**
 * @this {any}
 * @param {string} id
 * @param {() => void} [callback]
 */
MemoryStore.prototype.destroy = function destroy (id, callback) {
  if (!callback) return promised((settled) => destroy.call(this, id, settled))
  retentionOf(this).drop(String(id))
  setImmediate(callback)
}

/**
 * @this {any}
 * @param {string} id
 * @param {(error: null, session?: any) => void} [callback]
 */
MemoryStore.prototype.get = function get (id, callback) {
  if (!callback) return promised((settled) => get.call(this, id, settled), same)
  const retention = retentionOf(this)
  retention.sweep()
  setImmediate(callback, null, read(retention, String(id), true))
}

/**
 * @this {any}
 * @param {string} id
 * @param {any} session
 * @param {(error?: Error) => void} [callback]
 */
MemoryStore.prototype.set = function set (id, session, callback) {
  if (!callback) return promised((settled) => set.call(this, id, session, settled))
  const retention = retentionOf(this)
  retention.sweep()
  answer(callback, write(retention, String(id), session))
}

/**
 * Saves a session where the store still has what it gave before.
 *
 * @this {any}
 * @param {string} id
 * @param {any} session
 * @param {any} previous as `get` has given it
 * @param {(error: Error | null, isDone?: boolean) => void} callback
 */
MemoryStore.prototype.setIf = function setIf (id, session, previous, callback) {
  const retention = retentionOf(this)
  retention.sweep()
  const present = read(retention, String(id))
  const isDone = present !== undefined && JSON.stringify(present) === JSON.stringify(previous)
  const error = isDone ? write(retention, String(id), session) : undefined
  setImmediate(callback, error ?? null, isDone)
}

/**
 * @this {any}
 * @param {(error: any, length?: number) => void} [callback]
 */
MemoryStore.prototype.length = function length (callback) {
  if (!callback) return promised((settled) => length.call(this, settled), same)
  this.all((/** @type {any} */ error, /** @type {any} */ sessions) => {
    if (error) return callback(error)
    callback(null, Object.keys(sessions).length)
  })
}

/**
 * @this {any}
 * @param {string} id
 * @param {any} session
 * @param {(error?: Error) => void} [callback]
 */
MemoryStore.prototype.touch = function touch (id, session, callback) {
  if (!callback) return promised((settled) => touch.call(this, id, session, settled))
  const retention = retentionOf(this)
  retention.sweep()
  answer(callback, renew(retention, String(id), session))
}

/**
 * @template T
 * @param {T} value
 */
function same (value) {
  return value
}

/**
 * What keeps the sessions of a store within bounds. Made here where the constructor never ran, or somebody replaced
 * `sessions`.
 *
 * @param {any} store
 * @returns {Retention}
 */
function retentionOf (store) {
  const present = store[RETENTION]
  if (present && present.sessions === store.sessions) return present
  store.sessions ??= Object.create(null)
  const retention = new Retention(store.sessions, present?.bounds)
  Object.defineProperty(store, RETENTION, { configurable: true, value: retention })
  return retention
}

/**
 * @param {Retention} retention
 * @param {string} id
 * @param {boolean} [isUse] whether that counts as a use
 * @returns {any} a session of its own for every caller; undefined where there is none or it has expired
 */
function read (retention, id, isUse) {
  const text = retention.sessions[id]
  if (typeof text !== 'string') return undefined
  const session = JSON.parse(text)
  const kept = retention.find(id, text, session?.cookie)
  if (!kept) return undefined
  if (isUse) retention.use(kept)
  return session
}

/**
 * @param {Retention} retention
 * @param {string} id
 * @param {any} session
 * @returns {Error | undefined}
 */
function write (retention, id, session) {
  return errorOf(retention.keep(id, JSON.stringify(session), session?.cookie))
}

/**
 * Gives the session that is there, if there is one, the cookie of another.
 *
 * @param {Retention} retention
 * @param {string} id
 * @param {any} session
 * @returns {Error | undefined}
 */
function renew (retention, id, session) {
  const kept = retention.findOwn(id)
  const end = kept && (kept.cookieEnd || endOfCookie(kept.text))
  if (kept && end) {
    const { cookie } = session
    const renewed = withCookie(kept.text, end, cookie)
    return errorOf(retention.keep(id, renewed.text, cookie, renewed.end))
  }
  const stored = read(retention, id)
  if (stored) stored.cookie = session.cookie
  return stored && write(retention, id, stored)
}

/** @param {boolean} isKept */
function errorOf (isKept) {
  return isKept ? undefined : new Error('session is larger than maxBytes allows')
}

/**
 * @param {(error?: Error) => void} callback
 * @param {Error | undefined} error
 */
function answer (callback, error) {
  if (error) setImmediate(callback, error)
  else setImmediate(callback)
}

module.exports = MemoryStore
