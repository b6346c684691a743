// What can the shim ask the Rust core that only some options need? It starts when the first of them does.
// @ts-check
'use strict'

const { started, text } = require('./instance')

const { currentGeneration, guarded, running } = started({
  instantiate: require('../dist/optional/glue.cjs'), compile: require('../dist/optional/wasm.cjs')
})

/** How long sessions live. @typedef {InstanceType<ReturnType<typeof running>['Lifetime']>} Lifetime */
/** Of which sessions the store was told. @typedef {InstanceType<ReturnType<typeof running>['Touches']>} Touches */
/** @typedef {number | undefined} Time milliseconds since the epoch, if it is known */

/**
 * @param {import('./policy').Spans} spans
 * @returns {Lifetime}
 * @throws {TypeError} for spans that cannot be
 */
function newLifetime ({ absoluteTimeout, idleTimeout, touchAfter, probation: probationTime, maxAge }) {
  const { Lifetime } = running()
  return new Lifetime(absoluteTimeout, idleTimeout, touchAfter, probationTime, maxAge)
}

/**
 * Whether a request may go on with a session that a store found.
 *
 * @param {Lifetime} lifetime
 * @param {Time} created
 * @param {Time} touched
 * @param {Time} end
 * @param {number} now
 * @returns {number} a `LoadAction` code
 */
function loadAction (lifetime, created, touched, end, now) {
  return lifetime.loadAction(created, touched, end, now)
}

/**
 * @param {Lifetime} lifetime
 * @param {Time} created
 * @param {number} now
 * @returns {Time} now, where it is needed and not there
 */
function createdTime (lifetime, created, now) {
  return lifetime.created(created, now)
}

/**
 * @param {Lifetime} lifetime
 * @param {Time} touched
 * @param {number} now
 * @returns {Time} now, where it is needed and not there
 */
function touchedTime (lifetime, touched, now) {
  return lifetime.touched(touched, now)
}

/**
 * @param {Lifetime} lifetime
 * @param {Time} touched
 * @param {number} now
 * @returns {Time} the last use of a session that is being written
 */
function renewedTime (lifetime, touched, now) {
  return lifetime.renewed(touched, now)
}

/**
 * Whether a use of an unmodified session is written down.
 *
 * @param {Lifetime} lifetime
 * @param {Time} touched
 * @param {number} now
 * @returns {number} a `Renewal` code
 */
function renewal (lifetime, touched, now) {
  return lifetime.renewal(touched, now)
}

/**
 * When a cookie expires that would expire when `wanted` says.
 *
 * @param {Lifetime} lifetime
 * @param {Time} created
 * @param {Time} end
 * @param {Time} wanted
 * @returns {Time}
 */
function cookieExpiry (lifetime, created, end, wanted) {
  return lifetime.cookieExpiry(created, end, wanted)
}

/**
 * When the store may forget a session.
 *
 * @param {Lifetime} lifetime
 * @param {Time} created
 * @param {Time} end
 * @param {number} trial a `Probation` code
 * @param {Time} wanted
 * @param {number} now
 * @returns {Time}
 */
function storeExpiry (lifetime, created, end, trial, wanted, now) {
  return lifetime.storeExpiry(created, end, trial, wanted, now)
}

/**
 * How long a store keeps a session.
 *
 * @param {Lifetime} lifetime
 * @param {boolean} isMarked
 * @param {boolean} cameBack
 * @returns {number} a `Probation` code
 */
function probation (lifetime, isMarked, cameBack) {
  return lifetime.probation(isMarked, cameBack)
}

/**
 * @param {Time} one
 * @param {Time} other
 * @returns {Time} the earlier of the two
 */
function earlier (one, other) {
  return running().earlier(one, other)
}

/**
 * What becomes of a request with an id that was given up.
 *
 * @param {number} regenerated when
 * @param {number} grace
 * @param {number} now
 * @returns {number} a `Grace` code
 */
function graceAction (regenerated, grace, now) {
  return running().graceAction(regenerated, grace, now)
}

/**
 * Checks that a session may be regenerated with a grace.
 *
 * @param {number} grace
 * @param {string | undefined} oldUser whose the session is
 * @param {string | undefined} newUser whose the new one will be
 * @throws {TypeError} that says why not
 */
function checkGrace (grace, oldUser, newUser) {
  running().checkGrace(grace, oldUser, newUser)
}

/**
 * @param {number} sessions how many are remembered
 * @returns {Touches}
 */
function newTouches (sessions) {
  const { Touches } = running()
  return new Touches(sessions)
}

/**
 * Whether the store is to be told of a session now; remembers that it is.
 *
 * @param {Touches} touches
 * @param {string} id
 * @param {number} now
 * @param {number} touchAfter
 * @returns {boolean}
 */
function shouldTouch (touches, id, now, touchAfter) {
  return touches.shouldTouch(text(id), now, touchAfter)
}

/**
 * @param {Touches} touches
 * @param {string} id
 * @param {number} now
 */
function rememberTouch (touches, id, now) {
  touches.remember(text(id), now)
}

/**
 * @param {Touches} touches
 * @param {string} id
 */
function forgetTouch (touches, id) {
  touches.forget(text(id))
}

/**
 * What a store keeps of a session that two requests changed. Three records as JSON:
 *
 * @param {string} base what was loaded
 * @param {string} ours what a request made of that
 * @param {string} theirs what the store has by now
 * @param {boolean} rejects whether to make no record of both
 * @returns {string | number} a record, and before it the keys that both changed, as JSON `[[key, ...], record]`; or a
 * `Verdict` code
 */
function mergeRecords (base, ours, theirs, rejects) {
  return running().mergeRecords(text(base), text(ours), text(theirs), rejects)
}

module.exports = {
  checkGrace: guarded(checkGrace),
  cookieExpiry: guarded(cookieExpiry),
  createdTime: guarded(createdTime),
  currentGeneration,
  earlier: guarded(earlier),
  forgetTouch: guarded(forgetTouch),
  graceAction: guarded(graceAction),
  loadAction: guarded(loadAction),
  mergeRecords: guarded(mergeRecords),
  newLifetime: guarded(newLifetime),
  newTouches: guarded(newTouches),
  probation: guarded(probation),
  rememberTouch: guarded(rememberTouch),
  renewal: guarded(renewal),
  renewedTime: guarded(renewedTime),
  shouldTouch: guarded(shouldTouch),
  storeExpiry: guarded(storeExpiry),
  touchedTime: guarded(touchedTime)
}
