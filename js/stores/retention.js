// Which sessions does a store in memory keep, and which have to go?
// @ts-check
'use strict'

/**
 * What bounds a store. Infinity, or what is left out, is no bound.
 * @typedef {object} Bounds
 * @property {number} [max] sessions
 * @property {number} [maxBytes] of their ids and JSON texts in UTF-8
 * @property {number} [ttl] milliseconds that a session stays whose cookie has no age
 */

/**
 * What is known of a session beside its text; a link in a ring from the session used longest ago to the one used last.
 * @typedef {object} Kept
 * @property {string} id
 * @property {string} text
 * @property {number} expires milliseconds since the epoch
 * @property {number} bytes
 * @property {Kept} older
 * @property {Kept} newer
 */

const UNBOUNDED = { max: Infinity, maxBytes: Infinity, ttl: Infinity }

// One of them pays for the session that an operation may add, the other shrinks a backlog.
const ALIVE_IN_A_SWEEP = 2
const MOST_IN_A_SWEEP = 100

/**
 * Removes sessions from an object: those that have expired, a few with each operation, so that it takes no timer; and
 * those used longest ago where there are more than the bounds allow.
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
    /** Closes the ring: behind it comes the oldest, before it the newest. */
    this.end = /** @type {Kept} */ ({ id: '', text: '', expires: Infinity, bytes: 0 })
    this.end.older = this.end.newer = this.end
    /** Where the next sweep begins. */
    this.next = this.end
    /** Those of `known` together; not counted where nothing bounds them. */
    this.bytes = 0
  }

  /** @param {Bounds} bounds for what is there and for what comes */
  limit ({ max = Infinity, maxBytes = Infinity, ttl = Infinity }) {
    this.bounds = { max, maxBytes, ttl }
    this.bytes = 0
    for (const kept of this.known.values()) this.bytes += kept.bytes = this.bytesOf(kept.id, kept.text)
    this.evict()
  }

  /**
   * Puts a session in, and others out where it takes their place.
   *
   * @param {string} id
   * @param {string} text
   * @param {any} cookie
   * @returns {boolean} false, and nothing changes, where this session alone is more than the bounds allow
   */
  keep (id, text, cookie) {
    const bytes = this.bytesOf(id, text)
    if (bytes > this.bounds.maxBytes) return false
    this.sessions[id] = text
    this.note(id, text, bytes, this.expiryOf(cookie))
    this.evict()
    return true
  }

  /** Removes those used longest ago, as many as are too many. */
  evict () {
    const { max, maxBytes } = this.bounds
    while (this.known.size > max || this.bytes > maxBytes) this.remove(this.end.newer)
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
      kept = this.note(id, text, this.bytesOf(id, text), this.expiryOf(cookie))
    }
    if (kept.expires > Date.now()) return kept
    this.remove(kept)
    return undefined
  }

  /** @param {Kept} kept the one used last from now on */
  use (kept) {
    this.unlink(kept)
    this.link(kept)
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
      const kept = this.next
      this.next = kept.newer
      if (kept.expires <= now && (this.sessions[kept.id] ?? kept.text) === kept.text) this.remove(kept)
      else alive++
    }
  }

  /**
   * @param {string} id
   * @param {string} text
   * @param {number} bytes
   * @param {number} expires
   */
  note (id, text, bytes, expires) {
    let kept = this.known.get(id)
    if (kept) {
      this.unlink(kept)
      this.bytes -= kept.bytes
      kept.text = text
      kept.bytes = bytes
      kept.expires = expires
    } else {
      kept = { id, text, expires, bytes, older: this.end, newer: this.end }
      this.known.set(id, kept)
    }
    this.bytes += bytes
    this.link(kept)
    return kept
  }

  /** @param {Kept} kept */
  remove (kept) {
    this.unlink(kept)
    this.known.delete(kept.id)
    this.bytes -= kept.bytes
    delete this.sessions[kept.id]
  }

  /** @param {Kept} kept becomes the newest */
  link (kept) {
    const { end } = this
    kept.newer = end
    kept.older = end.older
    end.older.newer = kept
    end.older = kept
  }

  /** @param {Kept} kept */
  unlink (kept) {
    if (this.next === kept) this.next = kept.newer
    kept.older.newer = kept.newer
    kept.newer.older = kept.older
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
