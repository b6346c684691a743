// How does another process, which is about to save a session, learn that it was destroyed?
// @ts-check
'use strict'

const Cookie = /** @type {any} */ (require('../session/cookie'))

/** @typedef {import('../session/port').Port} Port */

/** Letters and a hyphen: what stores make of ids (names of files, keys, columns) takes them. */
const PREFIX = 'destroyed-'

/** So many characters of an id, or of what stands for it, leave a tombstone's as long as ids are: columns may take no more. */
const LENGTH = 22

/**
 * How long a tombstone stands, in milliseconds. Who saves a session looks for it behind the write, so it has to outlive a
 * write that has begun.
 */
const STANDS_FOR = 60_000

/** How many ids of destroyed sessions are remembered: what is forgotten is looked up again. */
const MOST_REMEMBERED = 10_000

/** When this process learned that a session was destroyed, by store and id. @type {WeakMap<any, Map<any, number>>} */
const learned = new WeakMap()

/**
 * Remembers that a session was destroyed: a process that did not could bring it back again and again, if requests went on to
 * find what others had brought back for a moment.
 *
 * @param {any} store
 * @param {any} id
 */
function remember (store, id) {
  const times = learned.get(store) ?? new Map()
  learned.set(store, times)
  const now = Date.now()
  times.delete(id)
  times.set(id, now)
  for (const [known, time] of times) {
    if (times.size <= MOST_REMEMBERED && isRecent(time, now)) break
    times.delete(known)
  }
}

/**
 * @param {any} store
 * @param {any} id
 * @returns {boolean} whether this process knows that a session was destroyed a short while ago
 */
function isKnown (store, id) {
  const time = learned.get(store)?.get(id)
  return time !== undefined && isRecent(time, Date.now())
}

/**
 * @param {number} time
 * @param {number} now which a clock that was set back may put before `time`
 */
function isRecent (time, now) {
  return Math.abs(now - time) < STANDS_FOR
}

/**
 * @param {any} id
 * @returns {boolean} whether it is the id of a tombstone, which no request may have for a session
 */
function isTombstone (id) {
  return typeof id === 'string' && id.startsWith(PREFIX)
}

/**
 * @param {any} id of a session
 * @returns {string} the id of its tombstone
 */
function tombstoneOf (id) {
  const text = String(id)
  return PREFIX + (text.length <= LENGTH ? text : require('crypto').createHash('sha256').update(text).digest('base64url').slice(0, LENGTH))
}

/**
 * Puts a tombstone beside a session; before the session is destroyed.
 *
 * @param {Port} port
 * @param {any} store
 * @param {any} id of the session
 * @param {(error?: any) => void} answered
 */
function bury (port, store, id, answered) {
  const cookie = new Cookie({ maxAge: STANDS_FOR })
  port.ask(store, 'set', tombstoneOf(id), { cookie, destroyed: true }, answered)
}

/**
 * Looks for a tombstone; twice where the store fails, because there may be one.
 *
 * @param {Port} port
 * @param {any} store
 * @param {any} id of the session
 * @param {(error: any, isThere?: boolean) => void} answered
 */
function look (port, store, id, answered) {
  twice((told) => port.ask(store, 'get', tombstoneOf(id), undefined, told), (error, record) => {
    if (error && error.code !== 'ENOENT') answered(error)
    // Some stores have an empty session for every id.
    else {
      const isThere = record?.destroyed === true
      if (isThere) remember(store, id)
      answered(undefined, isThere)
    }
  })
}

/**
 * Destroys a session that came back; twice where the store fails.
 *
 * @param {Port} port
 * @param {any} store
 * @param {any} id of the session
 * @param {(error?: any) => void} answered
 */
function destroyAgain (port, store, id, answered) {
  twice((told) => port.ask(store, 'destroy', id, undefined, told), answered)
}

/**
 * @param {(told: (error?: any, result?: any) => void) => void} ask
 * @param {(error?: any, result?: any) => void} answered
 */
function twice (ask, answered) {
  ask((error, result) => error ? ask(answered) : answered(error, result))
}

module.exports = { bury, destroyAgain, isKnown, isTombstone, look, remember }
