// What came of the application's last attempt to save a session?
// @ts-check
'use strict'

const { matches, snapshot } = require('./snapshot')

/** @typedef {import('./snapshot').Snapshot} Snapshot */

/** The last attempt for each session; `failed` is what the session held when the store could not save it. @type {WeakMap<any, { failed?: Snapshot }>} */
const attempts = new WeakMap()

/**
 * Takes note of an attempt to save a session. Of several, the one that was made last counts.
 *
 * @param {any} session
 * @param {Function} callback of the application
 * @returns {(...results: any[]) => void} the callback for the store
 */
function noting (session, callback) {
  const attempt = { failed: /** @type {Snapshot | undefined} */ (undefined) }
  attempts.set(session, attempt)
  return (...results) => {
    if (results[0]) attempt.failed = contentOf(session)
    callback(...results)
  }
}

/**
 * @param {any} session
 * @returns {Snapshot | undefined} undefined where it cannot be serialized, which may be why the store failed
 */
function contentOf (session) {
  try {
    return snapshot(session)
  } catch {
    return undefined
  }
}

/**
 * @param {any} session
 * @returns {boolean} whether the store failed to save the session as it is, and the application knows
 */
function isKnownUnsaved (session) {
  const failed = attempts.get(session)?.failed
  return failed !== undefined && matches(session, failed)
}

/** @param {any} session whose attempt nobody asked about */
function forget (session) {
  attempts.delete(session)
}

module.exports = { forget, isKnownUnsaved, noting }
