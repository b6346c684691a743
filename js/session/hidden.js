// What does a session know that does not show among its data?
// @ts-check
'use strict'

/** A constructor that gives back what it is given: a class that extends it puts its private fields there. */
class Given {
  /** @param {any} object */
  constructor (object) { return object }
}

/**
 * Private fields of a session, which stays what a function made: stores call that, and extend it. To define properties that
 * do not show takes longer than all else that a session needs.
 */
class Hidden extends Given {
  /** @type {any} */
  #req
  /** @type {any} */
  #id
  #isFirst = false

  /**
   * @param {any} session
   * @param {any} req
   * @param {any} id
   */
  constructor (session, req, id) {
    super(session)
    this.#req = req
    this.#id = id
  }

  /** @param {any} session */
  static isIn (session) { return #req in session }

  /**
   * @param {any} session
   * @returns {any} its request, or what stands in for one
   */
  static reqOf (session) { return #req in session ? session.#req : Cause.of(session)?.carrier }

  /** @param {any} session */
  static idOf (session) { return #req in session ? session.#id : Cause.of(session)?.carrier?.sessionID }

  /** @param {any} session the one that a request began with, or read again: express-session 1.19.0 wraps its methods */
  static setFirst (session) { session.#isFirst = true }

  /** @param {any} session */
  static isFirst (session) { return #req in session ? session.#isFirst : Cause.of(session) !== undefined }
}

/**
 * A private field of a session's cookie, by which a session that stands behind something else (a Proxy, an object that
 * inherits from it) is found: what is private is not found through those, but a cookie is data like any other.
 */
class Cause extends Given {
  /** @type {any} */
  #cause

  /**
   * @param {any} cookie
   * @param {{ carrier?: any }} cause what gave a request the session, for as long as it lasts
   */
  constructor (cookie, cause) {
    super(cookie)
    this.#cause = cause
  }

  /**
   * @param {any} session
   * @returns {{ carrier?: any } | undefined} undefined for a session outside of a request
   */
  static of ({ cookie }) {
    return typeof cookie === 'object' && cookie !== null && #cause in cookie ? cookie.#cause : undefined
  }

  /** @param {any} session */
  static isIn (session) { return Cause.of(session) !== undefined }
}

module.exports = { Cause, Hidden }
