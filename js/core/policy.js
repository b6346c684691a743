// How long may the sessions of one middleware live? The core's rules, asked with what a record says and what the clock shows.
// @ts-check
'use strict'

const Held = require('./held')
const core = require('./optional-calls')

/**
 * What a record says of its session's life; what it does not say is undefined. Milliseconds since the epoch.
 * @typedef {{ created?: number, touched?: number, end?: number }} Times
 */

/**
 * @typedef {object} Spans in milliseconds; undefined where there is no limit
 * @property {number | undefined} absoluteTimeout
 * @property {number | undefined} idleTimeout
 * @property {number | undefined} touchAfter
 * @property {number | undefined} probation
 * @property {number | undefined} maxAge of the cookie: only compared
 */

/** The limits of one middleware. */
class Policy {
  /**
   * @param {Spans} spans
   * @throws {TypeError} for spans that cannot be
   */
  constructor (spans) {
    this.spans = spans
    this.held = new Held(core, () => core.newLifetime(spans))
  }

  /** What the core holds. */
  get lifetime () {
    return this.held.current
  }

  /**
   * Whether a request may go on with a session that a store found.
   *
   * @param {Times} times
   * @returns {number} a `LoadAction` code
   */
  loadAction ({ created, touched, end }) {
    return core.loadAction(this.lifetime, created, touched, end, Date.now())
  }

  /**
   * @param {number | undefined} created
   * @returns {number | undefined} now, where it is needed and not there
   */
  created (created) {
    return core.createdTime(this.lifetime, created, Date.now())
  }

  /**
   * @param {number | undefined} touched
   * @returns {number | undefined} now, where it is needed and not there
   */
  touched (touched) {
    return core.touchedTime(this.lifetime, touched, Date.now())
  }

  /**
   * @param {number | undefined} touched
   * @returns {number | undefined} the last use of a session that is being written
   */
  renewed (touched) {
    return core.renewedTime(this.lifetime, touched, Date.now())
  }

  /**
   * @param {number | undefined} touched
   * @returns {number} a `Renewal` code
   */
  renewal (touched) {
    return core.renewal(this.lifetime, touched, Date.now())
  }

  /**
   * @param {Times} times
   * @param {number | undefined} wanted when the cookie would expire
   * @returns {number | undefined} when it does
   */
  cookieExpiry ({ created, end }, wanted) {
    return core.cookieExpiry(this.lifetime, created, end, wanted)
  }

  /**
   * @param {Times} times
   * @param {number} probation a `Probation` code
   * @param {number | undefined} wanted when the cookie expires
   * @returns {number | undefined} when the store may forget the session
   */
  storeExpiry ({ created, end }, probation, wanted) {
    return core.storeExpiry(this.lifetime, created, end, probation, wanted, Date.now())
  }

  /**
   * @param {boolean} isMarked whether the record says that the session is on probation
   * @param {boolean} cameBack whether the request brought a cookie with the id of a session that the store knows
   * @returns {number} a `Probation` code
   */
  probation (isMarked, cameBack) {
    return core.probation(this.lifetime, isMarked, cameBack)
  }
}

module.exports = Policy
