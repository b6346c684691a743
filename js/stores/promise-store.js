// How does a session store look that is written with promises?
// @ts-check
'use strict'

const { PROMISES, settle } = require('../session/port')
const Store = /** @type {any} */ (require('../session/store'))

/** The methods, and how many arguments come before a callback. */
const METHODS = Object.entries({ get: 1, set: 2, destroy: 1, touch: 2, setIf: 3, all: 0, length: 0, clear: 0 })

const REQUIRED = ['get', 'set', 'destroy']

/**
 * The base of stores whose methods are `async`: `get(id)`, `set(id, session)`, `destroy(id)`, and where they have them
 * `touch(id, session)`, `setIf(id, session, previous)`, `all()`, `length()` and `clear()`.
 *
 * Declared by extending it, never guessed from what a method returns: there are stores with callbacks whose methods return
 * promises that resolve long before they call back.
 */
class PromiseStore extends Store {
  constructor () {
    super()
    for (const [name, count] of METHODS) {
      // In front of the method: others who are given the store call it with a callback.
      if (typeof this[name] === 'function') hide(this, name, withCallback(this[name], count))
    }
  }
}

Object.defineProperty(PromiseStore.prototype, PROMISES, { value: true })

/**
 * @param {(...args: any[]) => any} method
 * @param {number} count of arguments before the callback
 */
function withCallback (method, count) {
  return /** @this {any} */ function (/** @type {any[]} */ ...args) {
    const callback = args[count]
    if (typeof callback !== 'function') return method.apply(this, args)
    settle(() => method.apply(this, args.slice(0, count)), callback)
  }
}

/**
 * @param {any} store
 * @param {string} name
 * @param {unknown} value
 */
function hide (store, name, value) {
  Object.defineProperty(store, name, { configurable: true, enumerable: false, writable: true, value })
}

/**
 * Makes a store of an object that has such methods.
 *
 * @param {any} object
 * @returns {any} a PromiseStore
 * @throws {TypeError} when it has no `get`, `set` or `destroy`
 */
function promised (object) {
  if (object instanceof PromiseStore) return object
  requireMethods(object)
  /** @type {any} */
  const store = new PromiseStore()
  for (const [name, count] of METHODS) {
    if (typeof object[name] !== 'function') continue
    hide(store, name, withCallback((...args) => object[name](...args), count))
  }
  return store
}

/**
 * @param {any} store
 * @throws {TypeError} when it has no `get`, `set` or `destroy`
 */
function requireMethods (store) {
  const missing = REQUIRED.filter((name) => typeof store?.[name] !== 'function')
  if (missing.length > 0) throw new TypeError(`a store with promises has to have the methods get, set and destroy; missing: ${missing.join(', ')}`)
}

module.exports = { PromiseStore, promised, requireMethods }
