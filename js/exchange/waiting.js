// What does the end of a response wait for, besides its own call of the store?
// @ts-check
'use strict'

// Bound now: tests replace the global ones by a clock that stands still.
const { clearTimeout, setTimeout } = require('timers')
const debug = require('../core/debug')
const { Commit, decide, isOfDestroyed } = require('./ending')

/** @typedef {import('./exchange')} Exchange */
/** @typedef {{ failure: number, error: unknown, isHeard: () => boolean }} Undone */

/**
 * How long a response waits for what express-session would not wait for, in milliseconds. There are stores whose `destroy` never
 * calls back.
 */
const PATIENCE_MS = 5000

/** What the application has asked of the store for itself, in one exchange. */
class Waiting {
  /** @param {Exchange} exchange */
  constructor (exchange) {
    this.exchange = exchange
    /** Saves and destructions that the store has not answered, while the response waits for them. @type {Set<object>} */
    this.pending = new Set()
    /** Whether the end of the response waits for nothing but those. */
    this.isDeferred = false
    /** @type {NodeJS.Timeout | undefined} */
    this.timer = undefined
    /** Whether a save that counted has failed while the end waited, which is to make up for it. */
    this.hasLapsed = false
    /** What the store has not done, where a response must not claim it. @type {Undone | undefined} */
    this.undone = undefined
  }

  /** Whether the end has nothing to wait for, and nothing to hear of. */
  get isIdle () {
    return this.pending.size === 0 && this.undone === undefined
  }

  /**
   * Does what the application asks of the store, and has the end of the response wait for the answer if it is still to come.
   *
   * @param {(...results: any[]) => void} told
   * @param {(answered: (...results: any[]) => void) => void} start
   * @throws what `start` throws
   */
  await (told, start) {
    const call = {}
    this.pending.add(call)
    try {
      start((...results) => {
        this.pending.delete(call)
        try {
          told(...results)
        } finally {
          this.resume()
        }
      })
    } catch (error) {
      this.pending.delete(call)
      throw error
    }
  }

  /**
   * Takes note that the store has not done what the application asked for without a callback.
   *
   * @param {number} failure a `Failure`
   * @param {unknown} error
   * @param {() => boolean} isHeard whether the application looks at the promise of it
   */
  lapse (failure, error, isHeard) {
    const { exchange } = this
    if (exchange.isStrict && !isOfDestroyed(error)) this.undone ??= { failure, error, isHeard }
    else exchange.tell(error, isHeard)
  }

  /** @returns {boolean} whether the response would claim what the store has not done, and nobody has heard of that */
  claims () {
    if (this.undone?.isHeard() !== false) return false
    this.exchange.fail(this.undone.failure, this.undone.error)
    return true
  }

  /** @returns {boolean} whether the end, which has no call of its own under way, has to wait all the same */
  defers () {
    if (this.pending.size === 0) return false
    this.defer()
    return true
  }

  /** The store has answered the end's own call. */
  release () {
    this.defer()
    this.resume()
  }

  defer () {
    this.isDeferred = true
    // Where a response must not claim what was not stored, `storeTimeout` is the only end.
    if (this.pending.size > 0 && !this.exchange.isStrict) this.timer = setTimeout(() => this.giveUp(), PATIENCE_MS)
  }

  giveUp () {
    debug('the store has not answered what the application asked for; the response goes out all the same')
    this.pending.clear()
    this.resume()
  }

  /** Lets the response go where nothing is left to be waited for. */
  resume () {
    if (!this.isDeferred || this.pending.size > 0) return
    this.isDeferred = false
    clearTimeout(this.timer)
    if (this.hasLapsed) {
      this.hasLapsed = false
      if (decide(this.exchange) === Commit.Waits) return
    }
    this.claims()
    this.exchange.letGo()
  }
}

module.exports = Waiting
