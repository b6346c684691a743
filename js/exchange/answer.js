// What does a store answer? The first thing it says counts, whatever way it says it.
// @ts-check
'use strict'

// Bound now: tests replace the global ones by a clock that stands still.
const { clearTimeout, setTimeout } = require('node:timers')
const { isPromise } = require('node:util').types
const debug = require('../core/debug')

/** Nobody throws this. */
const NOTHING = {}

/** How long a store may take to answer, in milliseconds; one that is not here may take for ever. @type {WeakMap<any, number>} */
const timeouts = new WeakMap()

/**
 * Bounds the time that a store may take for an answer.
 *
 * @param {any} store
 * @param {number} ms
 */
function limit (store, ms) {
  timeouts.set(store, ms)
}

/**
 * Calls a method of a store. It answers by calling back, by throwing, by rejecting the promise that it returns, or by
 * not doing any of that in time; what comes after the first answer is dropped.
 *
 * @param {any} store
 * @param {'get' | 'set' | 'touch' | 'destroy'} method
 * @param {unknown[]} args all but the callback
 * @param {(error?: any, data?: any) => void} [answered] without it nobody is told, unless the method throws
 * @throws what `answered` throws, and what the method throws where there is no `answered`
 */
function ask (store, method, args, answered) {
  let isAnswered = false
  /** What the application threw from within `answered`. @type {unknown} */
  let thrown = NOTHING
  /** @type {NodeJS.Timeout | undefined} */
  let timer

  const answer = (/** @type {any[]} */ ...results) => {
    // Many stores catch what their callback throws, and call it again with that: it is no answer of theirs.
    if (isAnswered && results[0] !== thrown) return debug(`the store answered ${method} again`)
    isAnswered = true
    thrown = NOTHING
    clearTimeout(timer)
    if (!answered) return
    try {
      answered(...results)
    } catch (error) {
      thrown = error
      throw error
    }
  }

  const ms = timeouts.get(store)
  if (ms !== undefined) timer = setTimeout(() => answer(timeoutError(method, ms)), ms)

  try {
    const promise = store[method](...args, answer)
    // Not whatever has a `then`: a query of Mongoose or Knex would run again.
    if (isPromise(promise)) promise.then(undefined, (reason) => answer(reason || errorOf(reason)))
  } catch (error) {
    if (error === thrown || !answered) throw error
    answer(error || errorOf(error))
  }
}

/**
 * @param {string} method
 * @param {number} ms
 */
function timeoutError (method, ms) {
  const error = new Error(`the session store did not answer ${method} within ${ms} ms`)
  return Object.assign(error, { code: 'ERR_SESSION_STORE_TIMEOUT' })
}

/**
 * What a store, or an application's function, reported as an error may be anything, a text that `next` takes for the
 * name of a route among it.
 *
 * @param {any} reported
 * @returns {Error}
 */
function errorOf (reported) {
  // Not instanceof alone: an error may come from another realm (vm, jest).
  if (reported instanceof Error || Object.prototype.toString.call(reported) === '[object Error]') return reported
  const text = typeof reported === 'string' ? reported : reported?.message
  return new Error(typeof text === 'string' ? text : 'the session store failed', { cause: reported })
}

module.exports = { ask, errorOf, limit }
