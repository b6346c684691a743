// Which Cookie headers does somebody send who wants to keep the server busy?
'use strict'

const { cookieHeader, signedId } = require('../measure/visitors')

/** Just below what node:http takes by default for all headers of a request. */
const most = 15_000
/** What a server takes that was told to: `maxHeaderSize`. */
const large = 1_000_000

const forged = encodeURIComponent(signedId('a secret of somebody else'))

/** @type {{ name: string, cookies: string }[]} */
const headers = [
  { name: 'a forged cookie among four, as comparison', cookies: cookieHeader(signedId('a secret of somebody else')) },
  { name: '15 kB of ";"', cookies: filled(';', most) },
  { name: '15 kB of "a=1;"', cookies: filled('a=1;', most) },
  { name: '15 kB of "a=1; ", as node joins crumbs of HTTP/2', cookies: filled('a=1; ', most) },
  { name: '15 kB of names that differ', cookies: numbered(most) },
  { name: '15 kB of "connect.sid=x;"', cookies: filled('connect.sid=x;', most) },
  { name: '15 kB of forged session cookies', cookies: filled(`connect.sid=${forged}; `, most) },
  { name: '15 kB of "connect.sid"', cookies: filled('connect.sid', most) },
  { name: '15 kB of "c" before a pair', cookies: `${filled('c', most)};a=1` },
  { name: '15 kB of "c" in another value', cookies: `a=${filled('c', most)}` },
  { name: '15 kB of "c" behind 400 pairs', cookies: filled('a=1; ', 2000) + filled('c', most - 2000) },
  { name: '480 letters outside ASCII in the cookie', cookies: `connect.sid=${filled('\u00e9', 480)}` },
  { name: '15 kB of letters in the cookie', cookies: `connect.sid=${filled('x', most)}` },
  { name: '15 kB of quotes in the cookie', cookies: `connect.sid=${filled('"', most)}` },
  { name: '15 kB of blanks before the cookie', cookies: `${' '.repeat(most)}connect.sid=x` },
  { name: 'a forged id of 15 kB', cookies: `connect.sid=s%3A${'x'.repeat(most)}.${'A'.repeat(43)}` },
  { name: 'a value of 15 kB in percent codes', cookies: `connect.sid=${filled('%41', most)}` },
  { name: 'a value of 15 kB in codes that are wrong', cookies: `connect.sid=${filled('%ff', most)}` },
  { name: '1 MB of ";"', cookies: filled(';', large) },
  { name: '1 MB of "a=1;"', cookies: filled('a=1;', large) },
  { name: '1 MB of "connect.sid=x;"', cookies: filled('connect.sid=x;', large) },
  { name: 'a forged id of 1 MB', cookies: `connect.sid=s%3A${'x'.repeat(large)}.${'A'.repeat(43)}` }
]

function filled (text, length) {
  return text.repeat(Math.floor(length / text.length))
}

function numbered (length) {
  let cookies = ''
  for (let number = 0; cookies.length < length - 12; number++) cookies += `n${number}=1; `
  return cookies
}

module.exports = { headers }
