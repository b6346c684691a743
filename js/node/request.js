// Which session does a request ask for, and did it come over a secure connection?
// @ts-check
'use strict'

const deprecate = require('depd')('express-session')
const parseUrl = require('parseurl')
const { NoId } = require('../core/calls')
const debug = require('../core/debug')

/** @typedef {import('../core/keyring').Keyring} Keyring */

/**
 * A request as the middleware sees it: node:http's with what Express, cookie-parser and this middleware add.
 * @typedef {import('node:http').IncomingMessage & Record<string, any>} Request
 */

const SLASH = 47

const INVALID = 'cookie signature invalid: signed with another secret, changed on its way, or longer than 4,096 bytes'

/**
 * Whether a request's path lies under the path of the session cookie.
 *
 * @param {Request} req
 * @param {string} [path] default: '/'
 */
function isUnderPath (req, path) {
  if (!path || path === '/') {
    // What nearly every URL begins with, its path does, too.
    const url = typeof req.originalUrl === 'string' ? req.originalUrl : req.url
    if (typeof url === 'string' && url.charCodeAt(0) === SLASH) return true
  }
  return (/** @type {any} */ (parseUrl.original(req)).pathname || '/').indexOf(path || '/') === 0
}

/**
 * The session id that a request carries in a signed cookie: in its own header, or where cookie-parser left it.
 *
 * @param {Request} req
 * @param {Keyring} keyring
 * @param {unknown[]} secrets
 * @returns {any} the id; a falsy value where there is none
 * @throws {TypeError} when a secret is of a wrong type, or the header is not a string
 */
function readId (req, keyring, secrets) {
  const { name } = keyring
  let id = idInHeader(req.headers.cookie, keyring, secrets)

  if (!id && req.signedCookies) {
    id = req.signedCookies[name]
    if (id) deprecate('cookie should be available in req.headers.cookie')
  }

  const parsed = !id && req.cookies && req.cookies[name]
  if (parsed) {
    // cookie-parser makes an object of a JSON cookie.
    if (typeof parsed === 'string' && parsed.startsWith('s:')) {
      id = keyring.unsign(secrets, parsed.slice(2))
      if (id) deprecate('cookie should be available in req.headers.cookie')
      if (id === undefined) debug(INVALID)
    } else {
      debug('cookie unsigned: it was not set by this module, or was decoded twice')
    }
  }

  return id
}

/**
 * @param {string | undefined} header
 * @param {Keyring} keyring
 * @param {unknown[]} secrets
 * @returns {string | undefined}
 */
function idInHeader (header, keyring, secrets) {
  keyring.isStale = false
  if (!header) {
    debug('no session id sent: the request has no Cookie header')
    return undefined
  }
  const id = keyring.readId(secrets, header)
  if (typeof id === 'string') return id
  if (id === NoId.Absent) debug(`no session id sent: the request has no cookie ${keyring.name}`)
  if (id === NoId.Unsigned) debug('cookie unsigned: it was not set by this module, or was decoded twice')
  if (id === NoId.Forged) debug(INVALID)
  return undefined
}

/**
 * Whether a request came over a secure connection.
 *
 * @param {Request} req
 * @param {boolean} [trustProxy] whether to believe X-Forwarded-Proto; undefined leaves that to Express
 */
function isSecure (req, trustProxy) {
  if (req.connection && /** @type {any} */ (req.connection).encrypted) return true
  if (trustProxy === false) return false
  if (trustProxy !== true) return req.secure === true
  return forwardedProto(req) === 'https'
}

/** @param {Request} req */
function forwardedProto (req) {
  // Some hosts (serverless ones) give a list.
  const header = String(req.headers?.['x-forwarded-proto'] ?? '')
  // Each proxy appends; the first value is what the client spoke.
  return header.split(',', 1)[0].toLowerCase().trim()
}

module.exports = { forwardedProto, isSecure, isUnderPath, readId }
