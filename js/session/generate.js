// What is a new session?
// @ts-check
'use strict'

const Cookie = /** @type {any} */ (require('./cookie'))
const { exchangeOf } = require('./exchanges')
const Session = /** @type {any} */ (require('./session'))

/**
 * What a middleware makes new sessions of.
 * @typedef {object} Settings
 * @property {any} cookie option `cookie`: attributes, or a function that gives them for a request
 * @property {(req: any) => any} generateId
 * @property {(req: any) => boolean} isSecure whether a request came over a secure connection
 * @property {{ adopt: (exchange: any, session: any) => void }} [lifetimes] what bounds the lives of sessions, if anything does
 */

/**
 * The method `generate` that a store has from its middleware. Of several middlewares with one store the one counts through
 * which a request came; the last one made for what came through none.
 *
 * @param {Settings} settings
 * @returns {(req: any) => void}
 */
function generator (settings) {
  return (req) => generate(/** @type {any} */ (exchangeOf(req)?.settings) ?? settings, req)
}

/**
 * Gives a request a new session; stores do it, too, when they regenerate one.
 *
 * @param {Settings} settings
 * @param {any} req
 */
function generate ({ cookie, generateId, isSecure, lifetimes }, req) {
  req.sessionID = generateId(req)
  req.session = new Session(req)
  try {
    const attributes = cookieOptions(cookie, req)
    req.session.cookie = new Cookie(attributes)
    const secure = isSecure(req)
    if (attributes.secure === 'auto') req.session.cookie.secure = secure
    if (attributes.sameSite === 'auto') req.session.cookie.sameSite = secure ? 'none' : 'lax'
    lifetimes?.adopt(exchangeOf(req), req.session)
  } catch (error) {
    // The response would fail on half a session.
    delete req.session
    throw error
  }
}

/**
 * @param {any} cookie option `cookie`: attributes, or a function that gives them for a request
 * @param {any} req
 */
function cookieOptions (cookie, req) {
  return typeof cookie === 'function' ? cookie(req) : cookie
}

module.exports = { cookieOptions, generator }
