// What is to become of a session: what does the core have to know, and what does it say?
// @ts-check
'use strict'

const { EndAction, Fact, HeaderAction, endAction, headerAction } = require('../core/calls')
const { matches } = require('./snapshot')

/** @typedef {import('./exchange')} Exchange */
/** @typedef {import('./snapshot').Snapshot} Snapshot */

/**
 * @param {Exchange} exchange whose headers are about to go out
 * @returns {number} a `HeaderAction` code
 */
function decideHeader (exchange) {
  const { session } = exchange.req
  let facts = factsOf(exchange)
  if (facts & Fact.Returning && session.cookie.expires != null) facts |= Fact.Expires
  const action = headerAction(facts)
  if (action !== HeaderAction.NeedSnapshot) return action
  return headerAction(facts | comparison(session, exchange.original))
}

/**
 * @param {Exchange} exchange whose response ends
 * @returns {number} an `EndAction` code
 */
function decideEnd (exchange) {
  const facts = factsOf(exchange)
  const action = endAction(facts)
  if (action !== EndAction.NeedSnapshot) return action
  return endAction(facts | comparison(exchange.req.session, exchange.saved ?? exchange.original))
}

/**
 * @param {Exchange} exchange
 * @returns {number} what is known without a snapshot, as a sum of `Fact` codes
 */
function factsOf ({ cookieId, originalId, req, saved, settings }) {
  const { session, sessionID } = req
  let facts = settings.policy
  if (sessionID) facts |= Fact.IdPresent
  if (session == null) return facts | Fact.SessionNull
  if (!session) return facts
  facts |= Fact.SessionPresent
  if (typeof sessionID === 'string') {
    facts |= Fact.IdIsText
    if (sessionID === cookieId) facts |= Fact.Returning
  }
  if (session.id === originalId) facts |= Fact.SameId
  if (saved !== undefined) facts |= Fact.SavedBefore
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
