// Which bytes are the secrets, and does the core still hold the ones that the application lists?
// @ts-check
'use strict'

const { TextEncoder, types: { isAnyArrayBuffer, isCryptoKey, isKeyObject } } = require('node:util')
const { NoId, addSecret, freeCookie, isLive, newCookie, readId, serialize, unsign } = require('./calls')

/** @typedef {import('./attributes').Attributes} Attributes */

const encoder = new TextEncoder()

/**
 * Keeps the core's copy of the secrets in step with a live list: applications rotate secrets by changing the array
 * that they passed as `secret`.
 */
class Keyring {
  /** @param {string} name name of the session cookie */
  constructor (name) {
    this.name = name
    this.cookie = newCookie(name)
    /** @type {Kept[]} the secrets that `cookie` holds, up to the first that is of a wrong type */
    this.kept = []
    /** @type {TypeError | undefined} why the secret behind the kept ones cannot be used */
    this.fault = undefined
  }

  /**
   * @param {unknown[]} secrets
   * @param {string} cookieHeader
   * @returns {string | number} the session id, or a `NoId` code
   * @throws {TypeError} when verifying comes to a secret of a wrong type
   */
  readId (secrets, cookieHeader) {
    this.follow(secrets)
    const id = readId(this.cookie, cookieHeader)
    if (id === NoId.Forged && this.fault) throw this.fault
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
    this.follow(secrets)
    const id = unsign(this.cookie, value)
    if (id === undefined && this.fault) throw this.fault
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
    this.follow(secrets)
    if (this.kept.length === 0) bytesOf(secrets[0])
    return serialize(this.cookie, id, attributes)
  }

  /** @param {unknown[]} secrets */
  follow (secrets) {
    if (this.isCurrent(secrets)) return
    freeCookie(this.cookie)
    this.cookie = newCookie(this.name)
    this.kept = []
    this.fault = undefined
    for (const secret of secrets) {
      let bytes
      try {
        bytes = bytesOf(secret)
      } catch (error) {
        this.fault = /** @type {TypeError} */ (error)
        return
      }
      addSecret(this.cookie, bytes)
      this.kept.push({ secret, bytes: isMutable(secret) ? bytes.slice() : undefined })
    }
  }

  /** @param {unknown[]} secrets */
  isCurrent (secrets) {
    return !this.fault && secrets.length === this.kept.length && this.kept.every(isKept, secrets) && isLive(this.cookie)
  }
}

/**
 * A secret that the core holds; `bytes` is a copy of one that can be changed in place.
 * @typedef {{ secret: any, bytes?: Uint8Array }} Kept
 */

/**
 * @this {unknown[]}
 * @param {Kept} kept
 * @param {number} index
 */
function isKept ({ secret, bytes }, index) {
  return this[index] === secret && (bytes === undefined || Buffer.compare(bytes, bytesOf(secret)) === 0)
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
  if (isCryptoKey(secret)) return bytesOf(require('node:crypto').KeyObject.from(secret))
  if (isKeyObject(secret) && secret.type === 'secret') return secret.export()
  if (secret == null) throw new TypeError('Secret key must be provided.')
  const error = new TypeError('secret must be a string, Buffer, TypedArray, DataView, ArrayBuffer or secret KeyObject')
  throw Object.assign(error, { code: 'ERR_INVALID_ARG_TYPE' })
}

module.exports = { Keyring }
