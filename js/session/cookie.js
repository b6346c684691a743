// What is a session's cookie to an application and to a store?
// @ts-check
'use strict'

const deprecate = require('depd')('express-session')
const { attributesOf } = require('../core/attributes')
const { serializeCookie } = require('../core/calls')
const { Life } = require('./life')

/**
 * The cookie of a session: its attributes, with `maxAge` and `expires` as two views of one value.
 *
 * A function and not a class, and with a plain object for a prototype: stores enumerate the accessors, and look at
 * `cookie.constructor`.
 *
 * @this {any}
 * @param {any} [options] attributes, also those of a cookie that a store kept
 * @throws {TypeError} when `options` is neither an object nor falsy, or `maxAge` is neither a number nor a Date
 */
function Cookie (options) {
  this.path = '/'
  this.maxAge = null
  this.httpOnly = true

  if (options) {
    if (typeof options !== 'object') throw new TypeError('argument options must be a object')
    for (const key in options) {
      // A name that the compiler knows takes a fraction of the time.
      switch (key) {
        case 'originalMaxAge': this.originalMaxAge = options.originalMaxAge; break
        case 'expires': this.expires = options.expires; break
        case 'httpOnly': this.httpOnly = options.httpOnly; break
        case 'path': this.path = options.path; break
        // It has no setter: it is this cookie's own view of its attributes.
        case 'data': break
        default: this[key] = options[key]
      }
    }
  }

  if (this.originalMaxAge == null) this.originalMaxAge = this.maxAge
}

Cookie.prototype = /** @type {Record<string, any> & ThisType<any>} */ ({
  /** When the cookie expires; null or false for a cookie that lasts as long as the browser runs. */
  get expires () {
    return this._expires
  },

  set expires (date) {
    this._expires = date
    this.originalMaxAge = this.maxAge
  },

  /** Milliseconds until the cookie expires. */
  get maxAge () {
    return this.expires instanceof Date ? this.expires.valueOf() - Date.now() : this.expires
  },

  set maxAge (ms) {
    if (ms && typeof ms !== 'number' && !(ms instanceof Date)) {
      throw new TypeError('maxAge must be a number or Date')
    }
    if (ms instanceof Date) deprecate('maxAge as Date; pass number of milliseconds instead')
    this.expires = typeof ms === 'number' ? new Date(Date.now() + ms) : ms
  },

  /** The attributes as plain data; stores keep it, so its keys and their order do not change. */
  get data () {
    const data = {
      originalMaxAge: this.originalMaxAge,
      partitioned: this.partitioned,
      priority: this.priority,
      expires: this._expires,
      secure: this.secure,
      httpOnly: this.httpOnly,
      domain: this.domain,
      path: this.path,
      sameSite: this.sameSite
    }
    return this.life instanceof Life && !this.life.isBlank ? { ...data, life: this.life } : data
  },

  /**
   * @param {string} name
   * @param {string} value
   * @returns {string} the text of a Set-Cookie header, not signed
   * @throws {TypeError} with npm `cookie`'s text for what cannot stand in a header
   */
  serialize (name, value) {
    return serializeCookie(String(name), `${value}`, attributesOf(this.data))
  },

  toJSON () {
    return this.data
  }
})

module.exports = Cookie
