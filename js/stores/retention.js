// Which sessions does a store in memory keep, and which have to go?
// @ts-check
'use strict'

const Ring = require('./ring')

/**
 * What bounds a store. Infinity, or what is left out, is no bound.
 * @typedef {object} Bounds
 * @property {number} [max] sessions
 * @property {number} [maxBytes] of their ids and JSON texts in UTF-8
 * @property {number} [ttl] milliseconds that a session stays whose cookie has no age
 *
 * @typedef {import('./ring').Kept} Kept
 */

const UNBOUNDED = { max: Infinity, maxBytes: Infinity, ttl: Infinity }

// The share of each bound that protected sessions may take: what is left is the time that a new visitor has to come back.
const PROTECTED = 0.8

// One of them pays for the session that an operation may add, the other shrinks a backlog.
const ALIVE_IN_A_SWEEP = 2
const MOST_IN_A_SWEEP = 100

/**
 * Removes sessions from an object: those that have expired, a few with each operation, so that it takes no timer; and
 * where there are more than the bounds allow those that were never read again and then those used longest ago.
 *
 * The object belongs to everybody, so its texts are what counts: one that somebody else put there is known from its
 * first use on.
 */
class Retention {
  /**
   * @param {Record<string, string>} sessions JSON by id
   * @param {Required<Bounds>} [bounds]
   */
  constructor (sessions, bounds = UNBOUNDED) {
    this.sessions = sessions
    this.bounds = bounds
    /** @type {Map<string, Kept>} */
    this.known = new Map()
    /** All of `known`, in the order in which they would go. */
    this.ring = new Ring()
  }

  /** @param {Bounds} bounds for what is there and for what comes */
  limit ({ max = Infinity, maxBytes = Infinity, ttl = Infinity }) {
    this.bounds = { max, maxBytes, ttl }
    this.ring.weigh(this.known.values(), ({ id, text }) => this.bytesOf(id, text))
    this.evict()
  }

  /**
   * Puts a session in, and others out where it takes their place.
   *
   * @param {string} id
   * @param {string} text that `JSON.stringify` made
   * @param {any} cookie
   * @param {number} [cookieEnd] where it ends in the text, if that is known
   * @returns {boolean} false, and nothing changes, where this session alone is more than the bounds allow
   */
  keep (id, text, cookie, cookieEnd = 0) {
    const bytes = this.bytesOf(id, text)
    if (bytes > this.bounds.maxBytes) return false
    this.sessions[id] = text
    this.evict(this.note(id, text, bytes, this.expiryOf(cookie), cookieEnd))
    return true
  }

  /**
   * Removes as many as are too many.
   *
   * @param {Kept} [spared] which was just saved, and stays also where protected sessions take all of the rest
   */
  evict (spared) {
    const { max, maxBytes } = this.bounds
    this.balance()
    while (this.known.size > max || this.ring.bytes > maxBytes) this.remove(this.ring.first(spared))
  }

  /** Leaves to protected sessions no more than their share. */
  balance () {
    const { ring, bounds } = this
    const max = bounds.max * PROTECTED
    const maxBytes = bounds.maxBytes * PROTECTED
    while (ring.protectedSize > max || ring.protectedBytes > maxBytes) ring.demote()
  }

  /**
   * What is known of a session that is there; removes it if it has expired.
   *
   * @param {string} id
   * @param {string} text
   * @param {any} cookie
   * @returns {Kept | undefined}
   */
  find (id, text, cookie) {
    let kept = this.known.get(id)
    if (kept === undefined || kept.text !== text) {
      kept = this.note(id, text, this.bytesOf(id, text), this.expiryOf(cookie), -1)
    }
    if (kept.expires > Date.now()) return kept
    this.remove(kept)
    return undefined
  }

  /**
   * What is known of a session that is there, has not expired, and has a text that `keep` was given.
   *
   * @param {string} id
   * @returns {Kept | undefined}
   */
  findOwn (id) {
    const kept = this.known.get(id)
    return kept !== undefined && kept.cookieEnd !== -1 && this.sessions[id] === kept.text && kept.expires > Date.now()
      ? kept
      : undefined
  }

  /** @param {Kept} kept was read, and is protected from now on */
  use (kept) {
    this.ring.remove(kept)
    kept.isProtected = true
    this.ring.add(kept)
    this.balance()
  }

  /** @param {string} id */
  drop (id) {
    const kept = this.known.get(id)
    if (kept) this.remove(kept)
    else delete this.sessions[id]
  }

  /** Removes expired sessions: looks at a few, and goes on where it finds some. */
  sweep () {
    const now = Date.now()
    let alive = 0
    for (let left = MOST_IN_A_SWEEP; left > 0 && alive < ALIVE_IN_A_SWEEP; left--) {
      const kept = this.ring.step()
      if (kept.expires <= now && (this.sessions[kept.id] ?? kept.text) === kept.text) this.remove(kept)
      else alive++
    }
  }

  /**
   * @param {string} id
   * @param {string} text
   * @param {number} bytes
   * @param {number} expires
   * @param {number} cookieEnd -1 for a text that somebody else made
   */
  note (id, text, bytes, expires, cookieEnd) {
    const { ring } = this
    let kept = this.known.get(id)
    if (kept) {
      ring.remove(kept)
      kept.text = text
      kept.bytes = bytes
      kept.expires = expires
      kept.cookieEnd = cookieEnd
    } else {
      kept = { id, text, expires, bytes, cookieEnd, isProtected: false, older: ring.end, newer: ring.end }
      this.known.set(id, kept)
    }
    ring.add(kept)
    return kept
  }

  /** @param {Kept} kept */
  remove (kept) {
    this.ring.remove(kept)
    this.known.delete(kept.id)
    delete this.sessions[kept.id]
  }

  /**
   * @param {string} id
   * @param {string} text
   */
  bytesOf (id, text) {
    return this.bounds.maxBytes === Infinity ? 0 : Buffer.byteLength(id) + Buffer.byteLength(text)
  }

  /**
   * @param {any} cookie as an application has it, or as JSON gives it
   * @returns {number} milliseconds since the epoch
   */
  expiryOf (cookie) {
    const expires = cookie?.expires
    const time = expires ? Number(typeof expires === 'string' ? new Date(expires) : expires) : NaN
    return Number.isNaN(time) ? Date.now() + this.bounds.ttl : time
  }
}

module.exports = Retention
