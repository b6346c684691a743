// Which bytes are the secrets, and does the core still hold the ones that the application lists?
// @ts-check
'use strict'

const { TextEncoder, types: { isAnyArrayBuffer, isCryptoKey, isKeyObject } } = require('util')
const { NoId, addSecret, currentGeneration, freeCookie, newCookie, readId, serialize, unsign } = require('./calls')
const { narrowed } = require('./cookie-header')

/** @typedef {import('./attributes').Attributes} Attributes */
/** @typedef {import('./calls').SessionCookie} SessionCookie */

const encoder = new TextEncoder()

/**
 * Keeps the core's copy of the secrets in step with a live list: applications rotate secrets by changing the array
 * that they passed as `secret`.
 */
class Keyring {
  /** @param {string} name name of the session cookie */
  constructor (name) {
    this.name = name
    /** @type {SessionCookie | undefined} */
    this.cookie = newCookie(name)
    this.generation = currentGeneration()
    /** @type {Kept[]} the secrets of the list, up to the first that is of a wrong type; `cookie` holds the others */
    this.kept = []
    /** Whether the id that was read last was signed with a secret that signs no more: with another than the first. */
    this.isStale = false
    /** How many secrets the list had. */
    this.listed = 0
  }

  /**
   * @param {unknown[]} secrets
   * @param {string} cookieHeader
   * @returns {string | number} the session id, or a `NoId` code; `isStale` then says more of the id
   * @throws {TypeError} when verifying comes to a secret of a wrong type, or the header is not a string
   */
  readId (secrets, cookieHeader) {
    // npm cookie's text
    if (typeof cookieHeader !== 'string') throw new TypeError('argument str must be a string')
    this.isStale = false
    const cookie = this.follow(secrets)
    const part = narrowed(cookieHeader, this.name)
    if (part === '') return NoId.Absent
    const id = readId(cookie, part, this)
    if (id === NoId.Forged) this.refuseWrongType()
    return id
  }

  /**
   * @param {unknown[]} secrets
   * @param {string} value a signed value without its `s:`
   * @returns {string | undefined} the session id, if any secret signed it
   * @throws {TypeError} when the value is not a string, or verifying comes to a secret of a wrong type
   */
  unsign (secrets, value) {
    // npm cookie-signature's text
    if (typeof value !== 'string') throw new TypeError('Signed cookie string must be provided.')
    const id = unsign(this.follow(secrets), value)
    if (id === undefined) this.refuseWrongType()
    return id
  }

  /**
   * @param {unknown[]} secrets
   * @param {string} id
   * @param {Attributes} attributes
   * @returns {string} the Set-Cookie text that carries `id`, signed with the first secret
   * @throws {TypeError} when the first secret is missing or of a wrong type, or with npm `cookie`'s text
   * @throws {URIError} when `id` is not well-formed Unicode, as encodeURIComponent does
   */
  serialize (secrets, id, attributes) {
    const cookie = this.follow(secrets)
    if (this.kept.length === 0 || this.kept[0].isWrong) bytesOf(secrets[0])
    return serialize(cookie, id, attributes)
  }

  /**
   * @param {unknown[]} secrets
   * @returns {SessionCookie} one with these
   */
  follow (secrets) {
    if (this.cookie !== undefined && this.isCurrent(secrets)) return this.cookie
    this.drop()
    const cookie = newCookie(this.name)
    const generation = currentGeneration()
    /** @type {Kept[]} */
    const kept = []
    const { length } = secrets
    for (const secret of secrets) {
      const bytes = bytesIn(secret)
      kept.push({ secret, bytes: bytes && isMutable(secret) ? bytes.slice() : undefined, isWrong: bytes === undefined })
      if (!bytes) break
      addSecret(cookie, bytes)
    }
    // Not before: reading a secret may fail, and run code of the application.
    this.drop()
    this.cookie = cookie
    this.generation = generation
    this.kept = kept
    this.listed = length
    return cookie
  }

  drop () {
    const { cookie } = this
    this.cookie = undefined
    if (cookie !== undefined && this.generation === currentGeneration()) freeCookie(cookie)
  }

  /** @param {unknown[]} secrets */
  isCurrent (secrets) {
    const { kept } = this
    if (secrets.length !== this.listed || this.generation !== currentGeneration()) return false
    for (let index = 0; index < kept.length; index++) {
      if (!isKept(kept[index], secrets[index])) return false
    }
    return true
  }

  /** @throws {TypeError} when the secrets end with one of a wrong type */
  refuseWrongType () {
    const last = this.kept.at(-1)
    if (last?.isWrong) bytesOf(last.secret)
  }
}

/**
 * A secret as it was when it was read; `bytes` is a copy of one that can be changed in place.
 * @typedef {{ secret: any, bytes?: Uint8Array, isWrong: boolean }} Kept
 */

/**
 * @param {Kept} kept
 * @param {unknown} secret
 */
function isKept (kept, secret) {
  if (kept.secret !== secret && !Object.is(kept.secret, secret)) return false
  return kept.bytes === undefined || Buffer.compare(kept.bytes, bytesOf(secret)) === 0
}

/**
 * @param {unknown} secret
 * @returns {Uint8Array | undefined} nothing for a secret of a wrong type
 */
function bytesIn (secret) {
  try {
    return bytesOf(secret)
  } catch {
    return undefined
  }
}

/** @param {unknown} secret */
function isMutable (secret) {
  return ArrayBuffer.isView(secret) || isAnyArrayBuffer(secret)
}

/**
 * The bytes of a secret of any type that `crypto.createHmac` takes.
 *
 * @param {any} secret
 * @returns {Uint8Array}
 * @throws {TypeError} for any other type; the text does not show the value
 */
function bytesOf (secret) {
  if (typeof secret === 'string') return encoder.encode(secret)
  if (ArrayBuffer.isView(secret)) return new Uint8Array(secret.buffer, secret.byteOffset, secret.byteLength)
  if (isAnyArrayBuffer(secret)) return new Uint8Array(secret)
  if (isCryptoKey(secret)) return bytesOf(require('crypto').KeyObject.from(secret))
  if (isKeyObject(secret) && secret.type === 'secret') return secret.export()
  if (secret == null) throw new TypeError('Secret key must be provided.')
  const error = new TypeError('secret must be a string, Buffer, TypedArray, DataView, ArrayBuffer or secret KeyObject')
  throw Object.assign(error, { code: 'ERR_INVALID_ARG_TYPE' })
}

module.exports = { Keyring }
