// What is to become of a session: what does the core have to know, and what does it say?
// @ts-check
'use strict'

const { EndAction, Fact, HeaderAction, endAction, headerAction } = require('../core/calls')
const { matches } = require('./snapshot')

/** @typedef {import('./exchange')} Exchange */
/** @typedef {import('./snapshot').Snapshot} Snapshot */

/**
 * @param {Exchange} exchange whose headers are about to go out
 * @param {any} session
 * @param {any} sessionID
 * @returns {number} a `HeaderAction` code
 */
function decideHeader (exchange, session, sessionID) {
  let facts = factsOf(exchange, session, sessionID)
  if (facts & Fact.Returning && session.cookie.expires != null) facts |= Fact.Expires
  const action = headerAction(facts)
  if (action !== HeaderAction.NeedSnapshot) return action
  return headerAction(facts | comparison(session, exchange.original))
}

/**
 * @param {Exchange} exchange whose response ends
 * @param {any} session
 * @param {any} sessionID
 * @returns {number} an `EndAction` code
 */
function decideEnd (exchange, session, sessionID) {
  const facts = factsOf(exchange, session, sessionID)
  const action = endAction(facts)
  if (action !== EndAction.NeedSnapshot) return action
  return endAction(facts | comparison(session, facts & Fact.SavedBefore ? exchange.saved?.content : exchange.original))
}

/**
 * @param {Exchange} exchange
 * @param {any} session
 * @param {any} sessionID
 * @returns {number} what is known without a snapshot, as a sum of `Fact` codes
 */
function factsOf (exchange, session, sessionID) {
  let { facts } = exchange
  if (sessionID) facts |= Fact.IdPresent
  if (session == null) return facts | Fact.SessionNull
  if (!session) return facts
  facts |= Fact.SessionPresent
  if (typeof sessionID === 'string') {
    facts |= Fact.IdIsText
    if (sessionID === exchange.cookieId) facts |= Fact.Returning
  }
  const { id } = session
  if (id === exchange.originalId) facts |= Fact.SameId
  if (exchange.saved !== undefined && exchange.saved.id === id) facts |= Fact.SavedBefore
  return facts
}

/**
 * @param {any} session
 * @param {Snapshot | undefined} before what was saved, or else what was loaded
 * @returns {number} what comparing the two shows, as a sum of `Fact` codes
 */
function comparison (session, before) {
  return Fact.SnapshotTaken | (matches(session, before) ? Fact.Saved : Fact.Modified)
}

module.exports = { decideEnd, decideHeader }
