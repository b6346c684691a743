// What does a session hold, as a text that tells whether it changed?
// @ts-check
'use strict'

/**
 * The JSON of a session without its cookie: the text that express-session hashes. Comparing two such texts costs far
 * less than hashing them.
 *
 * @param {any} session a Session, or a record as a store gives it
 * @returns {string}
 * @throws what the session's `toJSON` or `JSON.stringify` throws, for example a TypeError for a BigInt or a cycle
 */
function snapshot (session) {
  if (typeof session !== 'object' || typeof session.toJSON === 'function') return convertedSnapshot(session)
  // A copy without the cookie, and no replacer, keeps JSON.stringify on its fast path.
  const { cookie, ...data } = session
  return JSON.stringify(data)
}

/**
 * Where the session converts itself, only a `cookie` that stands in the session itself is left out.
 *
 * @param {any} session
 * @returns {string}
 */
function convertedSnapshot (session) {
  const text = JSON.stringify(session, /** @this {any} */ function (key, value) {
    return this === session && key === 'cookie' ? undefined : value
  })
  if (text === undefined) throw new TypeError('the session cannot be serialized: it converts to undefined')
  return text
}

module.exports = { snapshot }
