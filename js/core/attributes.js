// What do the values that applications give to cookie attributes mean?
// @ts-check
'use strict'

const { Flag } = require('./calls')

/**
 * Cookie attributes in the form in which they cross into Rust: `CookieAttributes` there. The flags say which of the others
 * are there; asking for one takes a while.
 * @typedef {object} Attributes
 * @property {number} flags sum of `Flag` codes
 * @property {number | undefined} expires milliseconds since the epoch; NaN for what is no valid Date
 * @property {number | undefined} maxAge seconds
 * @property {string | undefined} domain
 * @property {string | undefined} path
 */

/** @type {Attributes} */
const NONE = { flags: 0, expires: undefined, maxAge: undefined, domain: undefined, path: undefined }

const PRIORITIES = new Map(/** @type {[unknown, number][]} */ ([
  ['low', Flag.PriorityLow],
  ['medium', Flag.PriorityMedium],
  ['high', Flag.PriorityHigh]
]))

const SAME_SITES = new Map(/** @type {[unknown, number][]} */ ([
  [true, Flag.SameSiteStrict],
  ['strict', Flag.SameSiteStrict],
  ['lax', Flag.SameSiteLax],
  ['none', Flag.SameSiteNone]
]))

/**
 * Reads attributes as npm `cookie` 0.7.2 does: falsy ones are absent, names of values may be in any case.
 *
 * @param {any} data the attributes of a cookie, as in `req.session.cookie.data`
 * @returns {Attributes}
 */
function attributesOf (data) {
  if (!data) return NONE
  const { domain, expires, maxAge, path, priority, sameSite } = data
  return {
    flags:
      (data.httpOnly ? Flag.HttpOnly : 0) |
      (data.secure ? Flag.Secure : 0) |
      (data.partitioned ? Flag.Partitioned : 0) |
      (priority ? flagOf(PRIORITIES, priority) ?? Flag.PriorityInvalid : 0) |
      (sameSite ? flagOf(SAME_SITES, sameSite) ?? Flag.SameSiteInvalid : 0) |
      (path === '/' ? Flag.RootPath : path ? Flag.Path : 0) |
      (domain ? Flag.Domain : 0) |
      (expires ? Flag.Expires : 0) |
      (maxAge == null ? 0 : Flag.MaxAge),
    expires: expires ? timeOf(expires) : undefined,
    maxAge: maxAge == null ? undefined : Number(maxAge),
    domain: domain ? String(domain) : undefined,
    path: path ? String(path) : undefined
  }
}

/**
 * @param {Map<unknown, number>} flags
 * @param {unknown} value
 */
function flagOf (flags, value) {
  return flags.get(typeof value === 'string' ? value.toLowerCase() : value)
}

/**
 * @param {any} value
 * @returns {number} milliseconds since the epoch; NaN for what is no valid Date
 */
function timeOf (value) {
  // Not instanceof: a Date may come from another realm (vm, jest).
  return Object.prototype.toString.call(value) === '[object Date]' ? Number(value.valueOf()) : NaN
}

module.exports = { attributesOf }
