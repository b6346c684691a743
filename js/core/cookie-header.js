// Which part of a `Cookie` header may hold a cookie of a name? The core reads that part; the rest need not cross.
// @ts-check
'use strict'

const { Limit } = require('../dist/codes.cjs')

/** A header up to this length crosses as it is, where its cookie looks signed: cutting it would take longer. */
const SHORT = 512

/** A value of more than this is looked at before it crosses. */
const LONG = 64

/** What stands between two pairs crosses too, up to this length: that is faster than cutting it out. */
const GAP = 32

/** As many characters of a long value that is not signed are enough to tell that. */
const ENOUGH = 8

/** What may stand in front of a value; and how one begins that is signed, however it is escaped, or may be empty. */
const START = /[ \t]*"?/y
const NEEDED = /(?:s|%73)(?::|%3a)|"?[ \t]/iy

const TAB = 0x09
const SPACE = 0x20
const EQUALS = 0x3d
const SMALL_S = 0x73

/**
 * Leaves out pairs that cannot have the name, without a look at most of them. What each of the others is, is the
 * core's to say.
 *
 * @param {string} header
 * @param {string} name
 * @returns {string} a header in which the core finds the same cookies of that name, in the same order
 */
function narrowed (header, name) {
  const { length } = header
  if (length <= SHORT) {
    const first = header.indexOf(name)
    if (first === -1) return ''
    if (header.charCodeAt(first + name.length + 1) === SMALL_S) return header
  }

  // To look for the name takes next to nothing in most headers, but in one that is made for it more than npm `cookie` takes to
  // go from pair to pair, where pairs are few. So that is done first, until it has taken as long as the search may take.
  let steps = length >> 3
  const initial = name.charCodeAt(0)
  let part = ''
  /** Where the stretch begins and ends that is to be added to `part`. */
  let from = 0
  let to = 0
  /** How many of the pairs have the name beyond doubt. */
  let cookies = 0
  let at = 0
  while (cookies < Limit.Cookies) {
    if (--steps < 0) {
      const mentioned = header.indexOf(name, at)
      if (mentioned === -1) break
      at = header.lastIndexOf(';', mentioned) + 1
    }
    const equals = header.indexOf('=', at)
    if (equals === -1) break
    const semicolon = header.indexOf(';', at)
    if (semicolon !== -1 && semicolon < equals) {
      // Parts without an equals sign are no pairs: the next one begins behind the last semicolon before it.
      at = header.lastIndexOf(';', equals) + 1
      continue
    }
    const end = semicolon === -1 ? length : semicolon
    while (isBlank(header.charCodeAt(at))) at++
    const behind = header.charCodeAt(at) === initial && header.startsWith(name, at) ? header.charCodeAt(at + name.length) : NaN
    if (behind === EQUALS || isBlank(behind)) {
      if (at - to > GAP) {
        part += `${header.slice(from, to)};`
        from = at
      }
      to = end
      if (end - equals > LONG && !looksSigned(header, equals + 1)) {
        part += `${header.slice(from, Math.min(START.lastIndex + ENOUGH, end))};`
        from = end
      }
      if (behind === EQUALS) cookies++
    }
    at = end + 1
  }
  return part + header.slice(from, to)
}

/**
 * @param {string} header
 * @param {number} at where a value begins
 * @returns {boolean} whether it may be signed, or empty; else it begins at `START.lastIndex`
 */
function looksSigned (header, at) {
  START.lastIndex = at
  START.test(header)
  NEEDED.lastIndex = START.lastIndex
  return NEEDED.test(header)
}

/** @param {number} code */
function isBlank (code) {
  return code === SPACE || code === TAB
}

module.exports = { narrowed }
