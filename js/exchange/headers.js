// What do the headers of a response say of its session?
// @ts-check
'use strict'

const { Fact, Failure, HeaderAction, serializeCookie } = require('../core/calls')
const { attributesOf } = require('../core/attributes')
const debug = require('../core/debug')
const { decideHeader } = require('./facts')

/** @typedef {import('./exchange')} Exchange */

/**
 * Sets the session cookie if the response is to carry it.
 *
 * @param {Exchange} exchange whose headers are about to go out
 */
function beforeHeaders (exchange) {
  if (exchange.failed) return
  const { carrier } = exchange
  try {
    if (!carrier.session) {
      if (exchange.facts & Fact.ClearOnDestroy) return clearCookie(exchange)
      return debug('no cookie: the request has no session')
    }
    if (!wantsCookie(exchange, carrier.session)) return
    exchange.touch(carrier.session)
  } catch (error) {
    exchange.fail(Failure.Session, error)
    return
  }
  try {
    const { keyring, lifetimes } = exchange.settings
    lifetimes?.limitCookie(carrier.session.cookie)
    const text = keyring.serialize(exchange.secrets, carrier.sessionID, attributesOf(carrier.session.cookie.data))
    debug('cookie set', carrier.sessionID)
    exchange.host.addSetCookie(text)
  } catch (error) {
    exchange.tell(error)
  }
}

/**
 * Has the client drop the cookie of a session that is no more, if that is asked for.
 *
 * @param {Exchange} exchange
 */
function clearCookie (exchange) {
  const { carrier, cookie, settings } = exchange
  const action = decideHeader(exchange, carrier.session, carrier.sessionID)
  if (action !== HeaderAction.ClearCookie || !cookie) return debug('no cookie: the request has no session')
  debug('cookie cleared')
  // A browser tells cookies apart by their domain, their path and whether they are partitioned.
  const attributes = attributesOf({ ...cookie.data, expires: new Date(0), maxAge: undefined })
  exchange.host.addSetCookie(serializeCookie(settings.keyring.name, '', attributes))
}

/**
 * @param {Exchange} exchange
 * @param {any} session
 * @returns {boolean}
 */
function wantsCookie (exchange, session) {
  const { host, carrier: { sessionID } } = exchange
  const isWanted = exchange.isClosed ? exchange.isCookieWanted : decideHeader(exchange, session, sessionID) === HeaderAction.SetCookie
  if (!isWanted) {
    passOver(exchange, sessionID)
    return false
  }
  if (!session.cookie.secure || host.isSecure()) return true
  host.withheld()
  return false
}

/**
 * @param {Exchange} exchange
 * @param {any} sessionID
 */
function passOver (exchange, sessionID) {
  if (typeof sessionID !== 'string') return debug('no cookie: req.sessionID is of type', sessionID)
  if (sessionID === exchange.cookieId) return debug('no cookie: the client has it already')
  exchange.isPassedOver = true
  if (exchange.isClosed || exchange.isOver) explainPassedOver(false)
}

/** @param {boolean} isSaved whether something was put into the session behind the headers */
function explainPassedOver (isSaved) {
  debug(isSaved
    ? 'no cookie: the headers went out before anything was put into the session'
    : 'no cookie: the session is new, nothing was put into it, and saveUninitialized is false')
}

module.exports = { beforeHeaders, explainPassedOver }
