// What does a method give that is called without a callback?
// @ts-check
'use strict'

const { errorOf } = require('./port')

/** A promise that knows whether anybody looks at it. */
class Watched extends Promise {
  /** @param {(resolve: (value: any) => void, reject: (reason: any) => void) => void} executor */
  constructor (executor) {
    super(executor)
    this.isWatched = false
    // One that nobody looks at raises no `unhandledRejection`.
    super.then(undefined, () => {})
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
 * Starts what takes a callback, and gives a promise of what comes of it.
 *
 * @param {(callback: (error?: any, value?: any) => void) => void} start
 * @param {(value?: any) => unknown} [result] what the promise is fulfilled with, of what the callback is given; default: nothing
 * @param {(error: any, isHeard: () => boolean) => void} [failed] hears of an error at once, and can ask later whether anybody
 *   looks at the promise; `await` does one turn after it got it
 * @returns {Promise<any>}
 * @throws what `start` throws, as it does with a callback: an error that nobody would look for
 */
function promised (start, result, failed) {
  /** @type {(error?: any, value?: any) => void} */
  let settled = () => {}
  const promise = new Watched((resolve, reject) => {
    settled = (error, value) => {
      if (!error) return resolve(harmless(result?.(value)))
      reject(errorOf(error))
      failed?.(error, () => promise.isWatched)
    }
  })
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
