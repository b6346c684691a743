// What is a new session?
// @ts-check
'use strict'

const Cookie = /** @type {any} */ (require('./cookie'))
const { exchangeOf } = require('./exchanges')
const { settle } = require('./port')
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

/** What option `genid` gave is a promise. Thrown, for whoever can wait to wait; to all others it is an error. */
class PromisedId extends TypeError {
  /** @param {PromiseLike<any>} id */
  constructor (id) {
    super('genid returned a promise, and store.generate(req) cannot wait for it; await req.session.regenerate() can')
    /** @type {Promise<any>} */
    const promise = Promise.resolve(id)
    promise.catch(() => {})
    // Out of sight of whoever prints the error.
    Object.defineProperty(this, 'id', { value: promise })
  }

  /**
   * @param {() => void} again does what threw this
   * @param {(error: any) => void} failed
   */
  wait (again, failed) {
    settle(() => /** @type {any} */ (this).id, (error, id) => {
      if (error) return failed(error)
      known = { id }
      try {
        again()
      } finally {
        known = undefined
      }
    })
  }
}

/** The id that was waited for, while the next session is generated. @type {{ id: any } | undefined} */
let known

/**
 * Has a store give a request a new session, and waits for its id where that has to be waited for.
 *
 * @param {any} store
 * @param {any} req
 * @param {(failure?: any) => void} done
 */
function generateThrough (store, req, done) {
  try {
    store.generate(req)
  } catch (failure) {
    if (failure instanceof PromisedId) failure.wait(() => generateThrough(store, req, done), done)
    else done(failure)
    return
  }
  done()
}

/**
 * Gives a request a new session; stores do it, too, when they regenerate one.
 *
 * @param {Settings} settings
 * @param {any} req
 * @throws {PromisedId} where the id has to be waited for
 */
function generate ({ cookie, generateId, isSecure, lifetimes }, req) {
  req.sessionID = newId(generateId, req)
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
 * @param {(req: any) => any} generateId
 * @param {any} req
 */
function newId (generateId, req) {
  if (known) {
    const { id } = known
    known = undefined
    return id
  }
  const id = generateId(req)
  if (typeof id !== 'string' && typeof id?.then === 'function') throw new PromisedId(id)
  return id
}

/**
 * @param {any} cookie option `cookie`: attributes, or a function that gives them for a request
 * @param {any} req
 * @throws {TypeError} for a promise, of which no attribute could be read
 */
function cookieOptions (cookie, req) {
  if (typeof cookie !== 'function') return cookie
  const attributes = cookie(req)
  if (typeof attributes?.then !== 'function') return attributes
  attributes.then(undefined, () => {})
  throw new TypeError('cookie returned a promise; a function has to return the attributes themselves')
}

module.exports = { PromisedId, cookieOptions, generateThrough, generator }
