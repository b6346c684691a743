// What is the store told when a response ends?
// @ts-check
'use strict'

const { EndAction, Failure, HeaderAction } = require('../core/calls')
const debug = require('../core/debug')
const { decideEnd, decideHeader } = require('./facts')
const { explainPassedOver } = require('./headers')

/** @typedef {import('./exchange')} Exchange */

/** What a response has come to when its session is committed. */
const Commit = Object.freeze({
  /** The store is not told anything. */
  Done: 0,
  /** The store is told; `host.release` hears of its answer, which may have come already. */
  Waits: 1,
  /** The session could not be committed; see `failure`. */
  Failed: 2,
  /** The store is not told anything more, and `host.release` hears when it has answered all that the application has asked for. */
  Deferred: 3
})

/**
 * Tells the store what becomes of the session.
 *
 * @param {Exchange} exchange whose response ends
 * @returns {number} a `Commit`
 */
function commit (exchange) {
  exchange.isOver = true
  const { waiting } = exchange
  if (waiting?.claims()) return Commit.Failed
  const state = exchange.failed ? Commit.Done : decide(exchange)
  if (state === Commit.Waits) return state
  if (waiting?.defers()) return Commit.Deferred
  exchange.isReleased = true
  return state
}

/**
 * @param {Exchange} exchange
 * @returns {number} a `Commit`
 */
function decide (exchange) {
  if (exchange.isClosed) return Commit.Done
  try {
    const { session, sessionID } = exchange.carrier
    if (session) {
      if (typeof sessionID !== 'string') debug('session ignored: req.sessionID is of type', sessionID)
      exchange.touch(session)
    } else {
      debug('session not saved: req.session was removed')
    }
    const action = decideEnd(exchange, session, sessionID)
    if (exchange.isPassedOver) explainPassedOver(action === EndAction.Save)
    switch (action) {
      case EndAction.Destroy: return destroy(exchange, sessionID)
      case EndAction.Save: return save(exchange, session)
      case EndAction.Touch: return use(exchange, sessionID, session, true)
      default:
        if (session && typeof sessionID === 'string') debug('session not saved: nothing was put into it, or it is as it was loaded or saved')
        return session ? use(exchange, sessionID, session, false) : Commit.Done
    }
  } catch (error) {
    exchange.fail(Failure.Session, error)
    return Commit.Failed
  }
}

/**
 * @param {Exchange} exchange
 * @param {any} id
 * @returns {number} a `Commit`
 */
function destroy (exchange, id) {
  debug('destroying', id)
  exchange.settings.port.ask(exchange.settings.store, 'destroy', id, undefined, destroyed, exchange)
  return Commit.Waits
}

/**
 * @param {Exchange} exchange
 * @param {any} session
 * @returns {number} a `Commit`
 */
function save (exchange, session) {
  session.save((/** @type {any} */ error) => {
    if (!error) exchange.settings.touches?.remember(session.id)
    saved(exchange, error)
  })
  return Commit.Waits
}

/**
 * Tells the store that a session was used which did not change, as far as it has to know.
 *
 * @param {Exchange} exchange
 * @param {any} id
 * @param {any} session
 * @param {boolean} isTouched whether a store without more rules is told
 * @param {(error?: any) => void} [told] hears of the answer instead of the host
 * @returns {number} a `Commit`
 */
function use (exchange, id, session, isTouched, told) {
  const { lifetimes, touches } = exchange.settings
  if (lifetimes?.isDue(exchange, id, session)) {
    lifetimes.renew(exchange, id, session, (error) => {
      if (!error) touches?.remember(id)
      renewed(exchange, error, told)
    })
    return Commit.Waits
  }
  if (!isTouched || touches?.shouldTouch(id) === false) return Commit.Done
  return touch(exchange, id, session, told)
}

/**
 * @param {Exchange} exchange
 * @param {any} id
 * @param {any} session
 * @param {(error?: any) => void} [told]
 * @returns {number} a `Commit`
 */
function touch (exchange, id, session, told) {
  debug('touching', id)
  const { port, store, touches } = exchange.settings
  if (told === undefined) {
    port.ask(store, 'touch', id, session, touched, exchange)
  } else {
    port.ask(store, 'touch', id, session, (error) => {
      if (error) touches?.forget(id)
      told(error)
    })
  }
  return Commit.Waits
}

/**
 * Tells the store before the response ends what becomes of the session, and nothing after that.
 *
 * @param {Exchange} exchange
 * @param {(error?: any) => void} told
 * @throws what serializing the session throws
 */
function closeSession (exchange, told) {
  const { session, sessionID } = exchange.carrier
  const { port, store } = exchange.settings
  exchange.isCookieWanted = session ? decideHeader(exchange, session, sessionID) === HeaderAction.SetCookie : false
  if (session) exchange.touch(session)
  const action = decideEnd(exchange, session, sessionID)
  debug('session closed')
  if (action === EndAction.Save) session.save((/** @type {any} */ error) => closed(exchange, error, told))
  exchange.isClosed = true
  switch (action) {
    case EndAction.Save: return
    case EndAction.Destroy: return port.ask(store, 'destroy', sessionID, undefined, told)
    default:
      if (!session || use(exchange, sessionID, session, action === EndAction.Touch, told) === Commit.Done) told()
  }
}

/**
 * @param {Exchange} exchange
 * @param {any} error of the last save
 * @param {(error?: any) => void} told
 */
function closed (exchange, error, told) {
  if (!error) exchange.settings.touches?.remember(exchange.carrier.sessionID)
  else if (exchange.isStrict || isOfDestroyed(error)) exchange.failed = true
  told(error)
}

/**
 * @param {Exchange} exchange
 * @param {any} error
 */
function destroyed (exchange, error) {
  answered(exchange, Failure.Destroy, error)
}

/**
 * @param {Exchange} exchange
 * @param {any} error
 */
function touched (exchange, error) {
  if (error) exchange.settings.touches?.forget(exchange.originalId)
  answered(exchange, Failure.Touch, error)
}

/**
 * @param {Exchange} exchange
 * @param {any} error
 * @param {(error?: any) => void} [told]
 */
function renewed (exchange, error, told) {
  if (!isOfDestroyed(error)) return told === undefined ? answered(exchange, Failure.Touch, error) : told(error)
  exchange.failed = true
  if (told === undefined) exchange.release()
  else told()
}

/**
 * @param {Exchange} exchange
 * @param {any} error
 */
function saved (exchange, error) {
  if (!isOfDestroyed(error)) return answered(exchange, Failure.Save, error)
  debug('changes dropped: the session was destroyed, or has expired, while the request ran')
  exchange.failed = true
  exchange.release()
}

/**
 * The store has answered, either way.
 *
 * @param {Exchange} exchange
 * @param {number} failure what failed if there is an error
 * @param {any} error
 */
function answered (exchange, failure, error) {
  debug(error ? 'the store failed; next gets its error' : 'the store has answered')
  if (error) exchange.fail(failure, error)
  exchange.release()
}

/**
 * @param {any} error
 * @returns {boolean} whether a session was not saved because there is none any more
 */
function isOfDestroyed (error) {
  return error?.code === 'ERR_SESSION_DESTROYED'
}

module.exports = { Commit, closeSession, commit, decide, isOfDestroyed }
