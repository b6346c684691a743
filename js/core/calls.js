// What can the shim ask the Rust core?
// @ts-check
'use strict'

const { types: { isUint8Array } } = require('util')
const codes = require('../dist/codes.cjs')
const { currentGeneration, guarded, put, running, take, takeOrThrow } = require('./instance')

/** @typedef {import('./attributes').Attributes} Attributes */
/** @typedef {import('./instance').SessionCookie} SessionCookie */
/** @typedef {import('./instance').Lifetime} Lifetime */
/** @typedef {import('./instance').Touches} Touches */
/** @typedef {number | undefined} Time milliseconds since the epoch, if it is known */

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
 * What a store keeps of a session that two requests changed. Three records as JSON:
 *
 * @param {string} base what was loaded
 * @param {string} ours what a request made of that
 * @param {string} theirs what the store has by now
 * @param {boolean} rejects whether to make no record of both
 * @returns {string | number} a record, and before it the keys that both changed, as JSON `[[key, ...], record]`; or a
 * `Verdict` code
 */
function mergeRecords (base, ours, theirs, rejects) {
  return running().mergeRecords(text(base), text(ours), text(theirs), rejects)
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
 * @param {import('./policy').Spans} spans
 * @returns {Lifetime}
 * @throws {TypeError} for spans that cannot be
 */
function newLifetime ({ absoluteTimeout, idleTimeout, touchAfter, probation: probationTime, maxAge }) {
  const { Lifetime } = running()
  return new Lifetime(absoluteTimeout, idleTimeout, touchAfter, probationTime, maxAge)
}

/**
 * Whether a request may go on with a session that a store found.
 *
 * @param {Lifetime} lifetime
 * @param {Time} created
 * @param {Time} touched
 * @param {Time} end
 * @param {number} now
 * @returns {number} a `LoadAction` code
 */
function loadAction (lifetime, created, touched, end, now) {
  return lifetime.loadAction(created, touched, end, now)
}

/**
 * @param {Lifetime} lifetime
 * @param {Time} created
 * @param {number} now
 * @returns {Time} now, where it is needed and not there
 */
function createdTime (lifetime, created, now) {
  return lifetime.created(created, now)
}

/**
 * @param {Lifetime} lifetime
 * @param {Time} touched
 * @param {number} now
 * @returns {Time} now, where it is needed and not there
 */
function touchedTime (lifetime, touched, now) {
  return lifetime.touched(touched, now)
}

/**
 * @param {Lifetime} lifetime
 * @param {Time} touched
 * @param {number} now
 * @returns {Time} the last use of a session that is being written
 */
function renewedTime (lifetime, touched, now) {
  return lifetime.renewed(touched, now)
}

/**
 * Whether a use of an unmodified session is written down.
 *
 * @param {Lifetime} lifetime
 * @param {Time} touched
 * @param {number} now
 * @returns {number} a `Renewal` code
 */
function renewal (lifetime, touched, now) {
  return lifetime.renewal(touched, now)
}

/**
 * When a cookie expires that would expire when `wanted` says.
 *
 * @param {Lifetime} lifetime
 * @param {Time} created
 * @param {Time} end
 * @param {Time} wanted
 * @returns {Time}
 */
function cookieExpiry (lifetime, created, end, wanted) {
  return lifetime.cookieExpiry(created, end, wanted)
}

/**
 * When the store may forget a session.
 *
 * @param {Lifetime} lifetime
 * @param {Time} created
 * @param {Time} end
 * @param {number} trial a `Probation` code
 * @param {Time} wanted
 * @param {number} now
 * @returns {Time}
 */
function storeExpiry (lifetime, created, end, trial, wanted, now) {
  return lifetime.storeExpiry(created, end, trial, wanted, now)
}

/**
 * How long a store keeps a session.
 *
 * @param {Lifetime} lifetime
 * @param {boolean} isMarked
 * @param {boolean} cameBack
 * @returns {number} a `Probation` code
 */
function probation (lifetime, isMarked, cameBack) {
  return lifetime.probation(isMarked, cameBack)
}

/**
 * @param {Time} one
 * @param {Time} other
 * @returns {Time} the earlier of the two
 */
function earlier (one, other) {
  return running().earlier(one, other)
}

/**
 * What becomes of a request with an id that was given up.
 *
 * @param {number} regenerated when
 * @param {number} grace
 * @param {number} now
 * @returns {number} a `Grace` code
 */
function graceAction (regenerated, grace, now) {
  return running().graceAction(regenerated, grace, now)
}

/**
 * Checks that a session may be regenerated with a grace.
 *
 * @param {number} grace
 * @param {string | undefined} oldUser whose the session is
 * @param {string | undefined} newUser whose the new one will be
 * @throws {TypeError} that says why not
 */
function checkGrace (grace, oldUser, newUser) {
  running().checkGrace(grace, oldUser, newUser)
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
 * @param {number} sessions how many are remembered
 * @returns {Touches}
 */
function newTouches (sessions) {
  const { Touches } = running()
  return new Touches(sessions)
}

/**
 * Whether the store is to be told of a session now; remembers that it is.
 *
 * @param {Touches} touches
 * @param {string} id
 * @param {number} now
 * @param {number} touchAfter
 * @returns {boolean}
 */
function shouldTouch (touches, id, now, touchAfter) {
  return touches.shouldTouch(text(id), now, touchAfter)
}

/**
 * @param {Touches} touches
 * @param {string} id
 * @param {number} now
 */
function rememberTouch (touches, id, now) {
  touches.remember(text(id), now)
}

/**
 * @param {Touches} touches
 * @param {string} id
 */
function forgetTouch (touches, id) {
  touches.forget(text(id))
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

/**
 * The glue trusts its callers: what has no length would have it write anywhere in the memory of the module.
 *
 * @param {string} value
 * @returns {string} `value`
 * @throws {TypeError} for what is no text
 */
function text (value) {
  if (typeof value !== 'string') throw new TypeError('text must be a string')
  return value
}

module.exports = {
  ...codes,
  addSecret: guarded(addSecret),
  checkGrace: guarded(checkGrace),
  cookieExpiry: guarded(cookieExpiry),
  createdTime: guarded(createdTime),
  currentGeneration,
  digestId: guarded(digestId),
  earlier: guarded(earlier),
  endAction: guarded(endAction),
  failureAction: guarded(failureAction),
  forgetTouch: guarded(forgetTouch),
  freeCookie: guarded(freeCookie),
  generateSessionId: guarded(generateSessionId),
  graceAction: guarded(graceAction),
  headerAction: guarded(headerAction),
  isPrefetch: guarded(isPrefetch),
  loadAction: guarded(loadAction),
  mergeRecords: guarded(mergeRecords),
  newCookie: guarded(newCookie),
  newLifetime: guarded(newLifetime),
  newTouches: guarded(newTouches),
  probation: guarded(probation),
  readId: guarded(readId),
  rememberTouch: guarded(rememberTouch),
  renewal: guarded(renewal),
  renewedTime: guarded(renewedTime),
  resolveOptions: guarded(resolveOptions),
  serialize: guarded(serialize),
  serializeCookie: guarded(serializeCookie),
  shouldTouch: guarded(shouldTouch),
  storeExpiry: guarded(storeExpiry),
  touchedTime: guarded(touchedTime),
  unsign: guarded(unsign)
}
