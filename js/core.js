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
const glue = require('./dist/glue.cjs')
const compile = require('#wasm')

const { memory } = glue.initSync({ module: compile() })
const encoder = new TextEncoder()

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

/** @param {number} room in bytes */
function map (room) {
  const length = Math.max(room, 4096)
  const start = glue.reserveText(length)
  buffer = Buffer.from(memory.buffer, start, length)
}

/**
 * The session id in a `Cookie` header.
 *
 * @param {InstanceType<typeof glue.SessionCookie>} cookie
 * @param {string} header
 * @returns {string | number} the id, or a `NoId` code
 */
function readId (cookie, header) {
  const length = cookie.readId(put(header))
  return length < 0 ? -1 - length : take(length)
}

/**
 * The `Set-Cookie` text that carries an id.
 *
 * @param {InstanceType<typeof glue.SessionCookie>} cookie
 * @param {string} id
 * @param {import('./attributes').Attributes} attributes
 * @returns {string}
 * @throws {TypeError} with npm `cookie`'s text for what cannot stand in a header
 */
function serialize (cookie, id, { flags, expires, maxAge, domain, path }) {
  return take(cookie.serialize(put(wellFormed(id)), flags, expires, maxAge, domain, path))
}

/**
 * A fresh session id: 32 characters of 192 random bits.
 *
 * @returns {string}
 * @throws {Error} when the platform's random source fails
 */
function generateSessionId () {
  return take(glue.generateSessionId())
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
  .../** @type {{ NoId: any, Flag: any, Fact: any, HeaderAction: any, EndAction: any }} */ (JSON.parse(glue.codes())),
  SessionCookie: glue.SessionCookie,
  digestId: glue.digestId,
  endAction: glue.endAction,
  generateSessionId,
  headerAction: glue.headerAction,
  readId,
  resolveOptions: glue.resolveOptions,
  serialize,
  serializeCookie: glue.serializeCookie,
  wellFormed
}
