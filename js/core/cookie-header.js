// Which part of a `Cookie` header may hold a cookie of a name? The core reads that part; the rest need not cross.
// @ts-check
'use strict'

const { Limit } = require('../dist/codes.cjs')

/** A header up to this length crosses as it is: cutting it would take longer. */
const SHORT = 512

/** What stands between two pairs crosses too, up to this length: that is faster than cutting it out. */
const GAP = 32

/** As many characters of a long value that is not signed are enough to tell that. */
const ENOUGH = 8

/** What may stand in front of a value; and how one begins that is signed, however it is escaped, or may be empty. */
const START = /[ \t]*"?/y
const NEEDED = /(?:s|%73)(?::|%3a)|[ \t"]/iy

const TAB = 0x09
const SPACE = 0x20
const SEMICOLON = 0x3b
const EQUALS = 0x3d

/**
 * Leaves out pairs that cannot have the name, without a look at most of them. What each of the others is, is the
 * core's to say.
 *
 * @param {string} header
 * @param {string} name
 * @returns {string} a header in which the core finds the same cookies of that name, in the same order
 */
function narrowed (header, name) {
  let at = header.indexOf(name)
  if (at === -1) return ''
  if (header.length <= SHORT) return header

  let part = ''
  /** Where the stretch begins and ends that is to be added to `part`. */
  let from = 0
  let to = 0
  /** How many of the pairs have the name beyond doubt. */
  let cookies = 0
  while (cookies < Limit.Cookies && at !== -1) {
    const equals = header.indexOf('=', at + name.length)
    if (equals === -1) break
    const semicolon = header.indexOf(';', at)
    if (semicolon !== -1 && semicolon < equals) {
      // Parts without an equals sign are no pairs: the next one begins behind the last semicolon before it.
      at = header.indexOf(name, header.lastIndexOf(';', equals) + 1)
      continue
    }
    const end = semicolon === -1 ? header.length : semicolon
    if (mayBegin(header.charCodeAt(at - 1)) && mayEnd(header.charCodeAt(at + name.length))) {
      const begin = header.lastIndexOf(';', at) + 1
      if (begin - to > GAP) {
        part += `${header.slice(from, to)};`
        from = begin
      }
      to = end
      if (end - equals > SHORT) {
        START.lastIndex = equals + 1
        START.test(header)
        NEEDED.lastIndex = START.lastIndex
        if (!NEEDED.test(header)) {
          part += `${header.slice(from, Math.min(START.lastIndex + ENOUGH, end))};`
          from = end
        }
      }
      if (header.charCodeAt(at + name.length) === EQUALS && header.charCodeAt(at - 1) === SEMICOLON) cookies++
    }
    at = header.indexOf(name, end)
  }
  return part + header.slice(from, to)
}

/** @param {number} before the character in front of a name, NaN for none */
function mayBegin (before) {
  return before === SEMICOLON || before === SPACE || before === TAB || Number.isNaN(before)
}

/** @param {number} behind the character behind a name */
function mayEnd (behind) {
  return behind === EQUALS || behind === SPACE || behind === TAB
}

module.exports = { narrowed }
