// What can the shim ask the Rust core? What only some options need is in optional-calls.js.
// @ts-check
'use strict'

const { types: { isUint8Array } } = require('util')
const codes = require('../dist/codes.cjs')
const { text } = require('./instance')
const { common: { currentGeneration, guarded, running }, put, take, takeOrThrow } = require('./text')

/** @typedef {import('./attributes').Attributes} Attributes */
/**
 * A session cookie with its secrets, in the memory of an instance.
 * @typedef {InstanceType<ReturnType<typeof running>['SessionCookie']>} SessionCookie
 */

/**
 * @param {string} name name of the cookie
 * @returns {SessionCookie} one without a secret
 */
function newCookie (name) {
  const { SessionCookie } = running()
  return new SessionCookie(text(name))
}

/**
 * Adds a secret: the first signs, every one verifies.
 *
 * @param {SessionCookie} cookie
 * @param {Uint8Array} secret
 */
function addSecret (cookie, secret) {
  if (!isUint8Array(secret)) throw new TypeError('bytes must be a Uint8Array')
  cookie.addSecret(secret)
}

/** @param {SessionCookie} cookie not to be used again, and of the current generation */
function freeCookie (cookie) {
  cookie.free()
}

/**
 * The session id in a `Cookie` header.
 *
 * @param {SessionCookie} cookie
 * @param {string} header
 * @param {{ isStale: boolean }} told is told whether another secret than the first signed the cookie
 * @returns {string | number} the id, or a `NoId` code
 */
function readId (cookie, header, told) {
  const written = put(header)
  const found = cookie.readId(written)
  if (found > -16 && found < 0) return -1 - found

  // as text_buffer.rs calls places
  const low = found < 0 ? -16 - found : found & 0xffff
  const start = found < 0 ? 0 : found >> 16
  const length = low >> 1
  told.isStale = (low & 1) === 1
  // Characters beyond ASCII have more bytes than units.
  return found < 0 || written !== header.length ? take(length, start) : header.slice(start, start + length)
}

/**
 * @param {SessionCookie} cookie
 * @param {string} value a signed value without its `s:`
 * @returns {string | undefined} the session id, if any secret signed it
 */
function unsign (cookie, value) {
  return cookie.unsign(text(value))
}

/**
 * The `Set-Cookie` text that carries an id.
 *
 * @param {SessionCookie} cookie
 * @param {string} id
 * @param {Attributes} attributes
 * @returns {string}
 * @throws {TypeError} with npm `cookie`'s text for what cannot stand in a header
 * @throws {URIError} where encodeURIComponent throws it
 */
function serialize (cookie, id, attributes) {
  return takeOrThrow(cookie.serialize(put(wellFormed(id)), attributes), TypeError)
}

/**
 * The `Set-Cookie` text of a cookie that is not signed.
 *
 * @param {string} name
 * @param {string} value
 * @param {Attributes} attributes
 * @returns {string}
 * @throws {TypeError} with npm `cookie`'s text for what cannot stand in a header
 * @throws {URIError} where encodeURIComponent throws it
 */
function serializeCookie (name, value, attributes) {
  return running().serializeCookie(text(name), wellFormed(value), attributes)
}

/**
 * A fresh session id: 32 characters of 192 random bits.
 *
 * @returns {string}
 * @throws {Error} when the platform's random source fails
 */
function generateSessionId () {
  return takeOrThrow(running().generateSessionId(), Error)
}

/**
 * @param {string} id
 * @returns {string} eight characters that stand for an id in debug output, different in every process
 */
function digestId (id) {
  return running().digestId(text(id))
}

/**
 * What to do when headers are about to go out.
 *
 * @param {number} facts sum of `Fact` codes
 * @returns {number} a `HeaderAction` code
 */
function headerAction (facts) {
  return running().headerAction(facts)
}

/**
 * What to do when a response ends.
 *
 * @param {number} facts sum of `Fact` codes
 * @returns {number} an `EndAction` code
 */
function endAction (facts) {
  return running().endAction(facts)
}

/**
 * What becomes of a response whose session could not be stored.
 *
 * @param {number} failure a `Failure` code
 * @param {number} circumstances sum of `Circumstance` codes
 * @returns {number} a `FailureAction` code
 */
function failureAction (failure, circumstances) {
  return running().failureAction(failure, circumstances)
}

/**
 * Checks options and fills in defaults.
 *
 * @param {object} given as `options::Given` describes it, with nothing behind its properties that runs
 * @returns {any} as `options::Resolved` describes it
 */
function resolveOptions (given) {
  return running().resolveOptions(given)
}

/**
 * Whether headers are those of a prefetch; each is empty where it is not there.
 *
 * @param {string} secPurpose
 * @param {string} purpose
 * @param {string} xMoz
 * @returns {boolean}
 */
function isPrefetch (secPurpose, purpose, xMoz) {
  return running().isPrefetch(text(secPurpose), text(purpose), text(xMoz))
}

/**
 * Text crosses into Rust as UTF-8, which has no form for a lone surrogate.
 *
 * @param {string} value
 * @returns {string} `value`
 * @throws {URIError} where encodeURIComponent throws it
 */
function wellFormed (value) {
  if (!text(value).isWellFormed()) throw new URIError('URI malformed')
  return value
}

module.exports = {
  ...codes,
  addSecret: guarded(addSecret),
  currentGeneration,
  digestId: guarded(digestId),
  endAction: guarded(endAction),
  failureAction: guarded(failureAction),
  freeCookie: guarded(freeCookie),
  generateSessionId: guarded(generateSessionId),
  headerAction: guarded(headerAction),
  isPrefetch: guarded(isPrefetch),
  newCookie: guarded(newCookie),
  readId: guarded(readId),
  resolveOptions: guarded(resolveOptions),
  serialize: guarded(serialize),
  serializeCookie: guarded(serializeCookie),
  unsign: guarded(unsign)
}
