// Which part of a stored record is ours, and how is it read and written?
// @ts-check
'use strict'

const Cookie = /** @type {any} */ (require('../session/cookie'))
const { Cause } = require('../session/hidden')
const { Life } = require('../session/life')
const Session = /** @type {any} */ (require('../session/session'))

/** @typedef {import('../session/life').Next} Next */

/**
 * @param {any} data a record, or whatever a store gave
 * @returns {Life} an empty one where it does not say
 */
function lifeIn (data) {
  return new Life(data?.cookie?.life)
}

/**
 * @param {any} cookie of a session
 * @returns {Life | undefined}
 */
function lifeOf (cookie) {
  return cookie?.life instanceof Life ? cookie.life : undefined
}

/**
 * Has a record of the session tell of its life.
 *
 * @param {any} cookie
 * @param {Life} life
 */
function keepLife (cookie, life) {
  cookie.life = life
  // Stores that bring a session module of their own have cookies of that.
  if (cookie instanceof Cookie || typeof cookie.toJSON !== 'function' || Object.hasOwn(cookie, 'toJSON')) return
  const { toJSON } = cookie
  Object.defineProperty(cookie, 'toJSON', {
    configurable: true,
    writable: true,
    /** @this {any} */
    value () { return lifeOf(this)?.isBlank === false ? { ...toJSON.call(this), life: this.life } : toJSON.call(this) }
  })
}

/**
 * @param {any} cookie
 * @returns {number | undefined} when it expires; undefined where that is when the browser ends
 */
function expiryOf ({ expires }) {
  // Not instanceof: a Date may come from another realm (vm, jest).
  return Object.prototype.toString.call(expires) === '[object Date]' ? Number(expires) : undefined
}

/**
 * @param {any} cookie
 * @param {number | undefined} expires when it is to expire; how long it is made for stays as it was
 */
function setExpiry (cookie, expires) {
  const { originalMaxAge } = cookie
  cookie.expires = expires === undefined ? null : new Date(expires)
  cookie.originalMaxAge = originalMaxAge
}

/**
 * A session as a store is to see it, which takes from its cookie when to forget it. The next request reads from
 * `originalMaxAge` what the cookie was made for.
 *
 * @param {any} session
 * @param {string} id
 * @param {any} store
 * @param {number} expires
 */
function withExpiry (session, id, store, expires) {
  const { cookie, req } = session
  const seen = new Session(req?.sessionID === id ? req : { sessionID: id, sessionStore: store }, session)
  seen.cookie = Object.assign(Object.create(Object.getPrototypeOf(cookie)), cookie)
  keepLife(seen.cookie, cookie.life)
  setExpiry(seen.cookie, expires)
  const cause = Cause.of(session)
  if (cause) new Cause(seen.cookie, cause)
  return seen
}

/**
 * What is left under the id of a session that was regenerated with a grace.
 *
 * @param {string} id
 * @param {any} store
 * @param {Next} next
 */
function signpost (id, store, next) {
  const session = new Session({ sessionID: id, sessionStore: store })
  session.cookie = new Cookie({ maxAge: next.grace })
  session.cookie.life = new Life({ next })
  return session
}

module.exports = { expiryOf, keepLife, lifeIn, lifeOf, setExpiry, signpost, withExpiry }
