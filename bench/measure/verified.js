// Do both modules do the same in a scenario? Only then do their times mean something.
'use strict'

const assert = require('node:assert/strict')
const { withSessions } = require('./application')
const { dependencyOfReference, sides } = require('./sides')

const signature = dependencyOfReference('cookie-signature')

/**
 * Answers three requests through each module and compares response bytes, store calls and what was stored.
 *
 * @param {import('./scenarios').Scenario} scenario
 * @returns {string} what both did
 * @throws {assert.AssertionError} when they differ
 */
function verify (scenario) {
  const [expected, actual] = sides.map(({ session }) => observe(session, scenario))
  assert.deepEqual(actual, expected, `${scenario.name}: the modules differ`)
  return expected.at(-1)
}

function observe (session, scenario) {
  const lane = withSessions(session, scenario)
  return [1, 2, 3].map(() => {
    lane.socket.heard = []
    lane.prepare(1)
    const { sessionID } = lane.visit()
    const stored = lane.store.settle()
    lane.check(1)
    const sent = Buffer.concat(lane.socket.heard).toString('latin1')
    return { sent: withoutChance(sent, sessionID, scenario), calls: scenario.calls, stored: stored.map(withoutTimes) }
  })
}

/** Ids and times differ from run to run; a new id must be signed with the first secret before it may be left out. */
function withoutChance (sent, sessionID, { options }) {
  const [secret] = [options.secret].flat()
  const signed = encodeURIComponent('s:' + signature.sign(sessionID, secret))
  return withoutTimes(sent.replaceAll(signed, '<id and signature>'))
}

function withoutTimes (text) {
  return text
    .replace(/Expires=\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT/, 'Expires=<time>')
    .replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/, '<time>')
}

module.exports = { verify }
