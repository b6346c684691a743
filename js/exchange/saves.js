// What does the store hold of a session, as far as the attempts to save it tell?
// @ts-check
'use strict'

const { promised } = require('../session/promises')

/** @typedef {import('./exchange')} Exchange */
/** @typedef {import('./snapshot').Snapshot} Snapshot */

/** One attempt to save a session, or a record that was loaded and counts as one. */
class Attempt {
  /**
   * @param {any} id of the session
   * @param {Snapshot} content what was to be saved: the session may have changed by the time the store answers
   * @param {Attempt} [before] what the store held until then
   */
  constructor (id, content, before) {
    this.id = id
    this.content = content
    this.before = before
    this.hasFailed = false
    /** Whether it failed when the end of the response could not make up for it any more. */
    this.isTooLate = false
  }
}

/**
 * Saves a session and takes note of it. As in express-session 1.19.0 an attempt counts from the moment that it is made,
 * and goes on to count when its callback has heard that it failed; one without a callback that fails does not count, for
 * the end of the response to make up for it. Where a response must not claim what was not stored, an attempt counts once the
 * store has said so.
 *
 * @param {Exchange} exchange
 * @param {any} session
 * @param {Snapshot} content of the session
 * @param {((...results: any[]) => void) | undefined} callback
 * @param {(session: any, answered: (...results: any[]) => void, attempt: Attempt) => void} write
 * @returns {Promise<void> | undefined} a promise where there is no callback
 */
function save (exchange, session, content, callback, write) {
  const attempt = new Attempt(session.id, content, exchange.saved)
  const waits = exchange.isStrict
  if (!waits) exchange.saved = attempt

  if (!callback) {
    return promised((settled) => write(session, (error) => {
      note(exchange, attempt, error)
      settled(error)
    }, attempt), undefined, (error, isHeard) => { if (attempt.isTooLate) exchange.tell(error, isHeard) })
  }
  if (!waits) {
    attempt.before = undefined
    write(session, callback, attempt)
  } else {
    write(session, (error, ...more) => {
      note(exchange, attempt, error)
      callback(error, ...more)
    }, attempt)
  }
}

/**
 * @param {Exchange} exchange
 * @param {Attempt} attempt
 * @param {unknown} error
 */
function note (exchange, attempt, error) {
  if (!error) {
    attempt.before = undefined
    if (exchange.isStrict) exchange.saved = attempt
    return
  }
  attempt.hasFailed = true
  attempt.isTooLate = exchange.isOver
  if (exchange.saved !== attempt) return
  while (exchange.saved?.hasFailed) exchange.saved = exchange.saved.before
  if (!exchange.isOver || exchange.isReleased) return
  attempt.isTooLate = false
  exchange.waits().hasLapsed = true
}

module.exports = { Attempt, save }
