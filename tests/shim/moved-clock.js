// What time is it in a test that moves the clock?
'use strict'

const START = Date.UTC(2030, 0, 15, 12)

const realNow = Date.now

// Until the test ends, `Date.now` gives what this says. No mock of node:test, which keeps every call.
function movedClock (t) {
  const clock = { now: START, advance (ms) { clock.now += ms } }
  Date.now = () => clock.now
  t.after(() => { Date.now = realNow })
  return clock
}

module.exports = { movedClock }
