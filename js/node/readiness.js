// Is a store connected? One pair of listeners tells, however many middlewares share the store.
// @ts-check
'use strict'

/** @typedef {{ isReady: boolean }} Readiness */

/** @type {WeakMap<any, Readiness>} */
const known = new WeakMap()

/**
 * @param {any} store one that emits no events never disconnects
 * @returns {Readiness}
 */
function readinessOf (store) {
  const present = known.get(store)
  if (present) return present
  /** @type {Readiness} */
  const fresh = { isReady: true }
  known.set(store, fresh)
  if (typeof store.on === 'function') {
    store.on('disconnect', () => { fresh.isReady = false })
    store.on('connect', () => { fresh.isReady = true })
  }
  return fresh
}

module.exports = { readinessOf }
