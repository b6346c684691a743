// What time is it in a test that moves the clock?
'use strict'

const START = Date.UTC(2030, 0, 15, 12)

// Until the test ends, `Date.now` gives what this says.
function movedClock (t) {
  const clock = { now: START, advance (ms) { clock.now += ms } }
  t.mock.method(Date, 'now', () => clock.now)
  return clock
}

module.exports = { movedClock }
