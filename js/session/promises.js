// What does a method give that is called without a callback?
// @ts-check
'use strict'

const { errorOf } = require('./port')

/** A promise that knows whether anybody looks at it. */
class Watched extends Promise {
  /** @param {(resolve: (value?: any) => void, reject: (reason?: any) => void) => void} executor */
  constructor (executor) {
    super(executor)
    this.isWatched = false
  }

  /**
   * @param {any} [fulfilled]
   * @param {any} [rejected]
   * @returns {Promise<any>}
   */
  then (fulfilled, rejected) {
    this.isWatched = true
    return super.then(fulfilled, rejected)
  }

  // What comes of it is an ordinary promise.
  static get [Symbol.species] () { return Promise }
}

/**
 * Starts what takes a callback, and gives a promise of what comes of it. One that nobody looks at raises no
 * `unhandledRejection`.
 *
 * @param {(callback: (error?: any, value?: any) => void) => void} start
 * @param {(value?: any) => unknown} [result] what the promise is fulfilled with, of what the callback is given; default: nothing
 * @param {(error: any) => void} [unheard] hears of an error that nobody waits for
 * @returns {Promise<any>}
 */
function promised (start, result, unheard) {
  /** @type {(error?: any, value?: any) => void} */
  let settled = () => {}
  const promise = new Watched((resolve, reject) => {
    settled = (error, value) => {
      if (!error) return resolve(harmless(result?.(value)))
      reject(errorOf(error))
      // `await` looks at a promise one turn later.
      if (unheard) queueMicrotask(() => queueMicrotask(() => { if (!promise.isWatched) unheard(error) }))
    }
  })
  Promise.prototype.then.call(promise, undefined, () => {})
  start(settled)
  return promise
}

/**
 * @param {any} value
 * @returns {any} undefined for what a promise would take for another one, because it has a method `then`
 */
function harmless (value) {
  return typeof value?.then === 'function' ? undefined : value
}

module.exports = { promised }
