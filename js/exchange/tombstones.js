// How does another process, which is about to save a session, learn that it was destroyed?
// @ts-check
'use strict'

const Cookie = /** @type {any} */ (require('../session/cookie'))

/** @typedef {import('../session/port').Port} Port */

/** Letters and a hyphen: what stores make of ids (names of files, keys, columns) takes them. */
const PREFIX = 'destroyed-'

/**
 * How long a tombstone stands, in milliseconds. Who saves a session looks for it behind the write, so it has to outlive a
 * write that has begun.
 */
const STANDS_FOR = 60_000

/**
 * @param {any} id
 * @returns {boolean} whether it is the id of a tombstone, which no request may have for a session
 */
function isTombstone (id) {
  return typeof id === 'string' && id.startsWith(PREFIX)
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
  port.ask(store, 'set', PREFIX + id, { cookie, destroyed: true }, answered)
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
  twice((told) => port.ask(store, 'get', PREFIX + id, undefined, told), (error, record) => {
    if (error && error.code !== 'ENOENT') answered(error)
    // Some stores have an empty session for every id.
    else answered(undefined, record?.destroyed === true)
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

module.exports = { bury, destroyAgain, isTombstone, look }
