// What does a cookie of this name look like as the browser sent it?
'use strict'

/**
 * For show: whoever needs the session asks `req.session`, which trusts no cookie without a valid signature.
 *
 * @param {import('node:http').IncomingHttpHeaders} headers
 * @param {string} name
 * @returns {string | undefined} the value, still percent-encoded
 */
function sentCookie (headers, name) {
  for (const pair of (headers.cookie ?? '').split(';')) {
    const [key, ...value] = pair.split('=')
    if (key.trim() === name) return value.join('=').trim()
  }
  return undefined
}

module.exports = { sentCookie }
