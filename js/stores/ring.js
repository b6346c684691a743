// Which session goes first where there are too many?
// @ts-check
'use strict'

/**
 * What is known of a session beside its text; a link in the ring.
 * @typedef {object} Kept
 * @property {string} id
 * @property {string} text
 * @property {number} expires milliseconds since the epoch
 * @property {number} bytes
 * @property {number} cookieEnd where its cookie ends in the text; 0 where nobody looked, -1 where it is not known how the text was made
 * @property {boolean} isProtected whether it was read again after it was made
 * @property {Kept} older
 * @property {Kept} newer
 */

/**
 * Segmented LRU: first those go that were never read again, then those that were, each from the one used longest ago.
 * Visits without a cookie make sessions that nobody asks for again; whatever their number, they take the place of each
 * other, and not of the user who came back.
 *
 * Both segments are one ring: from its end over the probationary sessions to the border, and over the protected ones
 * back to the end. So the order in which they go is the order of the ring, and a protected session becomes the newest of
 * the probationary ones when the border moves past it.
 *
 * Why not 2Q, which does as much against scans: it protects what is asked for again after it went, by a list of the ids
 * that went. A cache can read the value anew then; a session is lost.
 */
class Ring {
  constructor () {
    this.end = mark()
    this.border = mark()
    this.end.older = this.end.newer = this.border
    this.border.older = this.border.newer = this.end
    /** Where the next walk begins. */
    this.next = this.end
    this.bytes = 0
    this.protectedSize = 0
    this.protectedBytes = 0
  }

  /** @param {Kept} kept becomes the newest of its segment */
  add (kept) {
    link(kept, kept.isProtected ? this.end : this.border)
    this.count(kept, 1)
  }

  /** @param {Kept} kept */
  remove (kept) {
    this.unlink(kept)
    this.count(kept, -1)
  }

  /** Takes the protection from the session of those that have it that was used longest ago. */
  demote () {
    const kept = this.border.newer
    this.count(kept, -1)
    kept.isProtected = false
    this.count(kept, 1)
    this.unlink(this.border)
    link(this.border, kept.newer)
  }

  /**
   * @param {Kept} [spared] not that one, although it may be in the ring
   * @returns {Kept} the next to go
   */
  first (spared) {
    let { newer } = this.end
    while (newer === this.border || newer === spared) newer = newer.newer
    return newer
  }

  /**
   * Goes one session further, round and round.
   *
   * @returns {Kept} what was there; also the two marks, which never expire
   */
  step () {
    const kept = this.next
    this.next = kept.newer
    return kept
  }

  /**
   * Counts bytes anew.
   *
   * @param {Iterable<Kept>} all that are in the ring
   * @param {(kept: Kept) => number} bytesOf
   */
  weigh (all, bytesOf) {
    this.bytes = this.protectedSize = this.protectedBytes = 0
    for (const kept of all) {
      kept.bytes = bytesOf(kept)
      this.count(kept, 1)
    }
  }

  /**
   * @param {Kept} kept
   * @param {1 | -1} sign
   */
  count (kept, sign) {
    const bytes = sign * kept.bytes
    this.bytes += bytes
    if (!kept.isProtected) return
    this.protectedSize += sign
    this.protectedBytes += bytes
  }

  /** @param {Kept} kept */
  unlink (kept) {
    if (this.next === kept) this.next = kept.newer
    kept.older.newer = kept.newer
    kept.newer.older = kept.older
  }
}

/**
 * @param {Kept} kept
 * @param {Kept} newer comes behind it
 */
function link (kept, newer) {
  kept.newer = newer
  kept.older = newer.older
  newer.older.newer = kept
  newer.older = kept
}

function mark () {
  return /** @type {Kept} */ (/** @type {unknown} */ ({
    id: '', text: '', expires: Infinity, bytes: 0, cookieEnd: 0, isProtected: false, older: undefined, newer: undefined
  }))
}

module.exports = Ring
