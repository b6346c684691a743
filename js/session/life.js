// What does a stored record say of the life of its session? That stands in the record's cookie, under a name which
// express-session 1.19.0 overlooks: every store keeps it there, and whoever goes back to that loses nothing else.
// @ts-check
'use strict'

/**
 * Where a session went that was regenerated with a grace.
 * @typedef {object} Next
 * @property {string} id of the new session
 * @property {string} user whose it is
 * @property {number} since when
 * @property {number} grace for how many milliseconds who brings the old id follows
 */

/**
 * What is written to the cookie of a record. A cookie that has one of these shows it to stores; one that a store gave and
 * that nobody has taken up is plain data, and is dropped, as express-session drops it.
 */
class Life {
  /** @param {any} given as a record has it */
  constructor (given) {
    /** When the session was created, or first seen; like all times in milliseconds since the epoch. */
    this.created = timeIn(given, 'created')
    /** The last use that was written down. */
    this.touched = timeIn(given, 'touched')
    /** The end that `expireAt` set. */
    this.end = timeIn(given, 'end')
    /** Whether nobody has brought the cookie back. @type {true | undefined} */
    this.trial = given?.trial === true ? true : undefined
    /** @type {Next | undefined} */
    this.next = nextIn(given)
  }

  /** Whether there is nothing to write down, as with the option `user` alone. */
  get isBlank () {
    return Object.values(this).every((each) => each === undefined)
  }
}

/**
 * @param {any} given
 * @param {string} name
 * @returns {number | undefined}
 */
function timeIn (given, name) {
  const time = given?.[name]
  return typeof time === 'number' ? time : undefined
}

/**
 * @param {any} given
 * @returns {Next | undefined}
 */
function nextIn (given) {
  const next = given?.next
  if (typeof next?.id !== 'string' || typeof next.user !== 'string') return undefined
  return typeof next.since === 'number' && typeof next.grace === 'number' ? next : undefined
}

/**
 * What knows when the sessions of a store are over.
 * @typedef {{ isOver: (data: any) => boolean }} Limits
 */

/** @type {WeakMap<any, Limits>} */
const limits = new WeakMap()

/**
 * @param {any} store
 * @param {Limits} given also for what is loaded outside of a request
 */
function limit (store, given) {
  limits.set(store, given)
}

/**
 * @param {any} store
 * @returns {Limits | undefined} undefined where sessions go on as long as the store and the cookie do
 */
function limitsOf (store) {
  return limits.get(store)
}

module.exports = { Life, limit, limitsOf }
