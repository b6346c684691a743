// Does the time of refusing a signature tell how much of it was right?
'use strict'

const assert = require('node:assert/strict')
const { setImmediate: nextTurn } = require('node:timers/promises')
const { figure, ratio } = require('./measure/report')
const { internal } = require('./measure/sides')
const { summary } = require('./measure/statistics')
const { secret } = require('./measure/visitors')
const { moments, welch } = require('./timing/welch')
const { SpoiltHeader } = require('./timing/spoilt-header')

const { NoId } = internal('core/calls')
const { Keyring } = internal('core/keyring')

const limit = 4.5
// One call is close to what the clock can tell.
const calls = 16

const keyring = new Keyring('connect.sid')
const secrets = [secret]

const readings = {
  ours: { places: ['first', 'last'], read: ours },
  'ours, both wrong in the first': { places: ['first', 'first'], read: ours },
  'ours, then a comparison that stops early': { places: ['first', 'last'], read: leaky }
}

async function run ({ quick, progress }) {
  const samples = quick ? 20_000 : 200_000
  const headers = Array.from({ length: 64 }, () => new SpoiltHeader())
  for (const header of headers) for (const place of ['first', 'last']) assert.equal(ours(header.wrongAt(place)), NoId.Forged)

  const data = {}
  for (const [name, { places, read }] of Object.entries(readings)) {
    progress(name)
    data[name] = compared(await timesOf(read, headers, places, samples))
  }
  const [t, , leak] = Object.values(data).map((row) => Math.abs(row.t))
  return {
    data,
    parts: [{
      question: 'Does the time of refusing a signature tell how much of it was right?',
      how: [
        'Nanoseconds of the clock for refusing a Cookie header whose signature is wrong in one byte, the first or the last: mean of',
        `${samples} samples of ${calls} calls each. Which of the two comes next is left to chance, and the slowest tenth is left out.`,
        `t is Welch's: beyond ${limit} either way the means differ. The last line is there to show that the test can tell.`
      ],
      columns: ['reading', 'first byte wrong', 'last byte wrong', 't'],
      rows: Object.entries(data).map(([name, { means, t: its }]) => [name, ...means.map(figure), ratio(its)]),
      goals: [
        { text: `ours: |t| is ${ratio(t)}, goal below ${limit}`, met: t < limit },
        { text: `a comparison that stops early: |t| is ${ratio(leak)}, above ${limit} or the test is blind`, met: leak > limit }
      ]
    }]
  }
}

function ours (text) {
  return keyring.readId(secrets, text)
}

/** Ours, and what a careless comparison would cost on top: its time grows with every byte that is right. */
function leaky (text, { start, signature }) {
  const id = ours(text)
  let right = 0
  while (right < signature.length && text.charCodeAt(start + right) === signature.charCodeAt(right)) right++
  return right === signature.length ? signature : id
}

/** Nanoseconds a call, for each of two places. */
async function timesOf (read, headers, places, samples) {
  const times = [[], []]
  for (let count = -samples / 10; count < samples; count++) {
    const side = Math.random() < 0.5 ? 0 : 1
    const header = headers[Math.floor(Math.random() * headers.length)]
    const text = header.wrongAt(places[side])
    const start = performance.now()
    for (let call = 0; call < calls; call++) read(text, header)
    const time = performance.now() - start
    // The first ones are for the compiler.
    if (count >= 0) times[side].push(time * 1e6 / calls)
    if (count % 1000 === 0) await nextTurn()
  }
  return times
}

/** What interrupts a sample makes it longer, and says nothing of the comparison. */
function compared (times) {
  const { high } = summary(times.flat())
  const kept = times.map((side) => side.filter((time) => time <= high))
  return { means: kept.map((side) => moments(side).mean), t: welch(...kept) }
}

module.exports = { run }
