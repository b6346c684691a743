// How does the shim reach the Rust core? This is the only file that loads WebAssembly.
// @ts-check
'use strict'

if (typeof WebAssembly === 'undefined') {
  throw new Error('express-session-wasm needs WebAssembly, which this host lacks or has switched off')
}
if (!hasRandomSource()) {
  throw new Error('express-session-wasm needs globalThis.crypto.getRandomValues, which this host lacks or has switched off')
}

const { TextEncoder } = require('node:util')
const codes = require('./dist/codes.cjs')
const instantiate = require('./dist/glue.cjs')
const compile = require('#wasm')

/**
 * A session cookie with its secrets, in the memory of an instance.
 * @typedef {InstanceType<ReturnType<typeof instantiate>['SessionCookie']>} SessionCookie
 */

/** @typedef {import('./attributes').Attributes} Attributes */

const compiled = compile()
const encoder = new TextEncoder()

/** The instance that runs. */
let glue = instantiate()
let { memory } = glue.initSync({ module: compiled })
let hasFailed = false

/** The buffer in wasm memory through which the text of every request crosses, without an allocation for each string. */
let buffer = Buffer.alloc(0)

function hasRandomSource () {
  if (!('crypto' in globalThis)) return false
  // Node.js loads its Web Crypto, which takes a while, when the property is first read: not while this module loads.
  const own = Object.getOwnPropertyDescriptor(globalThis, 'crypto')
  return own === undefined || own.get !== undefined || typeof own.value?.getRandomValues === 'function'
}

/**
 * Hands text to the core. Until the core has read it, no code of an application may run: it could hand over another.
 *
 * @param {string} text
 * @returns {number} its length in bytes of UTF-8
 */
function put (text) {
  // A UTF-16 unit takes three bytes at most. A buffer whose memory has grown is detached and has no length.
  const room = text.length * 3
  if (buffer.length < room) map(room)
  return encoder.encodeInto(text, buffer).written
}

/**
 * Takes text that the core left.
 *
 * @param {number} length in bytes of UTF-8
 * @returns {string}
 */
function take (length) {
  if (buffer.length < length) map(length)
  return buffer.toString('utf8', 0, length)
}

/**
 * @param {number} room in bytes
 * @throws {RangeError} when there is no memory for it
 */
function map (room) {
  const length = Math.max(room, 4096)
  const start = glue.reserveText(length)
  if (start === 0) throw new RangeError(`no memory for ${length} bytes of text`)
  buffer = Buffer.from(memory.buffer, start, length)
}

/**
 * Takes text that the core left, or the reason why there is none.
 *
 * @param {number} length in bytes of UTF-8; -1 less it for a reason
 * @param {ErrorConstructor | TypeErrorConstructor} Failure
 * @returns {string}
 * @throws {Error} a `Failure`
 */
function takeOrThrow (length, Failure) {
  if (length < 0) throw new Failure(take(-1 - length))
  return take(length)
}

/**
 * A call of the core that outlives a failure of it: WebAssembly that has trapped is in an unknown state, and one that ran
 * out of stack holds on to what it was using, so that the next call gets a new instance.
 *
 * @template {any[]} Args
 * @template Result
 * @param {(...args: Args) => Result} call
 * @returns {(...args: Args) => Result}
 */
function guarded (call) {
  return (...args) => {
    try {
      if (hasFailed) restart()
      return call(...args)
    } catch (error) {
      if (!(error instanceof WebAssembly.RuntimeError) && !(error instanceof RangeError)) throw error
      hasFailed = true
      throw new Error('the WebAssembly core failed; it starts anew', { cause: error })
    }
  }
}

function restart () {
  const fresh = instantiate()
  memory = fresh.initSync({ module: compiled }).memory
  glue = fresh
  buffer = Buffer.alloc(0)
  hasFailed = false
}

/**
 * @param {string} name name of the cookie
 * @returns {SessionCookie} one without a secret
 */
function newCookie (name) {
  return new glue.SessionCookie(name)
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

/**
 * @param {SessionCookie} cookie
 * @returns {boolean} whether the instance that holds it still runs
 */
function isLive (cookie) {
  return !hasFailed && cookie instanceof glue.SessionCookie
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
  return glue.serializeCookie(name, wellFormed(value), flags, expires, maxAge, domain, path)
}

/**
 * A fresh session id: 32 characters of 192 random bits.
 *
 * @returns {string}
 * @throws {Error} when the platform's random source fails
 */
function generateSessionId () {
  return takeOrThrow(glue.generateSessionId(), Error)
}

/**
 * @param {string} id
 * @returns {string} eight characters that stand for an id in debug output, different in every process
 */
function digestId (id) {
  return glue.digestId(id)
}

/**
 * What to do when headers are about to go out.
 *
 * @param {number} facts sum of `Fact` codes
 * @returns {number} a `HeaderAction` code
 */
function headerAction (facts) {
  return glue.headerAction(facts)
}

/**
 * What to do when a response ends.
 *
 * @param {number} facts sum of `Fact` codes
 * @returns {number} an `EndAction` code
 */
function endAction (facts) {
  return glue.endAction(facts)
}

/**
 * Checks options and fills in defaults.
 *
 * @param {object} given as `options::Given` describes it
 * @returns {any} as `options::Resolved` describes it
 */
function resolveOptions (given) {
  return glue.resolveOptions(given)
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
