// What can the shim ask the Rust core?
// @ts-check
'use strict'

const codes = require('../dist/codes.cjs')
const { guarded, isLive, put, running, take, takeOrThrow } = require('./instance')

/** @typedef {import('./attributes').Attributes} Attributes */
/** @typedef {import('./instance').SessionCookie} SessionCookie */

/**
 * @param {string} name name of the cookie
 * @returns {SessionCookie} one without a secret
 */
function newCookie (name) {
  const { SessionCookie } = running()
  return new SessionCookie(name)
}

/**
 * Adds a secret: the first signs, every one verifies.
 *
 * @param {SessionCookie} cookie
 * @param {Uint8Array} secret
 */
function addSecret (cookie, secret) {
  cookie.addSecret(secret)
}

/** @param {SessionCookie} cookie not to be used again */
function freeCookie (cookie) {
  // What is left of an instance that failed must not be called, also not when the cookie is collected.
  if (isLive(cookie)) cookie.free()
  else /** @type {any} */ (cookie).__destroy_into_raw()
}

/**
 * The session id in a `Cookie` header.
 *
 * @param {SessionCookie} cookie
 * @param {string} header
 * @returns {string | number} the id, or a `NoId` code
 */
function readId (cookie, header) {
  const length = cookie.readId(put(header))
  return length < 0 ? -1 - length : take(length)
}

/**
 * @param {SessionCookie} cookie
 * @param {string} value a signed value without its `s:`
 * @returns {string | undefined} the session id, if any secret signed it
 */
function unsign (cookie, value) {
  return cookie.unsign(value)
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
function serialize (cookie, id, { flags, expires, maxAge, domain, path }) {
  return takeOrThrow(cookie.serialize(put(wellFormed(id)), flags, expires, maxAge, domain, path), TypeError)
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
function serializeCookie (name, value, { flags, expires, maxAge, domain, path }) {
  return running().serializeCookie(name, wellFormed(value), flags, expires, maxAge, domain, path)
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
  return running().digestId(id)
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
 * @param {object} given as `options::Given` describes it
 * @returns {any} as `options::Resolved` describes it
 */
function resolveOptions (given) {
  return running().resolveOptions(given)
}

/**
 * Text crosses into Rust as UTF-8, which has no form for a lone surrogate.
 *
 * @param {string} text
 * @returns {string} `text`
 * @throws {URIError} where encodeURIComponent throws it
 */
function wellFormed (text) {
  if (!text.isWellFormed()) throw new URIError('URI malformed')
  return text
}

module.exports = {
  ...codes,
  addSecret: guarded(addSecret),
  digestId: guarded(digestId),
  endAction: guarded(endAction),
  failureAction: guarded(failureAction),
  freeCookie: guarded(freeCookie),
  generateSessionId: guarded(generateSessionId),
  headerAction: guarded(headerAction),
  isLive,
  newCookie: guarded(newCookie),
  readId: guarded(readId),
  resolveOptions: guarded(resolveOptions),
  serialize: guarded(serialize),
  serializeCookie: guarded(serializeCookie),
  unsign: guarded(unsign)
}
