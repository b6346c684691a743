// How does a session's JSON get another cookie, without a look at all that it holds?
// @ts-check
'use strict'

const HEAD = '{"cookie":'

const QUOTE = 0x22
const BACKSLASH = 0x5c
const BRACKET = 0x5b
const BRACKET_END = 0x5d
const BRACE = 0x7b
const BRACE_END = 0x7d

/**
 * Where the cookie ends in JSON that `JSON.stringify` made of a session.
 *
 * @param {string} text
 * @returns {number} 0 where the cookie does not come first, as it does in nearly every session, or is no object
 */
function endOfCookie (text) {
  if (!text.startsWith(HEAD) || text.charCodeAt(HEAD.length) !== BRACE) return 0
  let depth = 0
  let isQuoted = false
  for (let at = HEAD.length; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (isQuoted) {
      if (code === BACKSLASH) at++
      else if (code === QUOTE) isQuoted = false
    } else if (code === QUOTE) {
      isQuoted = true
    } else if (code === BRACE || code === BRACKET) {
      depth++
    } else if ((code === BRACE_END || code === BRACKET_END) && --depth === 0) {
      return at + 1
    }
  }
  return 0
}

/**
 * What parsing, assigning the cookie and `JSON.stringify` would give.
 *
 * @param {string} text
 * @param {number} end where its cookie ends, not 0
 * @param {any} cookie
 * @returns {{ text: string, end: number }} `end` is 0 where there is no cookie any more, because JSON knows no such value
 */
function withCookie (text, end, cookie) {
  // With its name, which a `toJSON` may ask for.
  const head = JSON.stringify({ cookie }).slice(0, -1)
  // Without an age it is the same as long as the session lasts.
  if (head.length === end && text.slice(0, end) === head) return { text, end }
  if (head === '{') return { text: head + text.slice(text[end] === ',' ? end + 1 : end), end: 0 }
  // Joined: what `+` gives would hold a slice of the old text, and so all of that, until somebody parses it.
  return { text: [head, text.slice(end)].join(''), end: head.length }
}

module.exports = { endOfCookie, withCookie }
