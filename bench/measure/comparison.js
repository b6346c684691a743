// How do several ways to do one job compare?
'use strict'

const { ratio, spread } = require('./report')
const { median, quotient, roundByRound, summary } = require('./statistics')
const { takeTurns } = require('./turns')

/**
 * Times every way; the first is what the others are compared with.
 *
 * @param {Record<string, () => unknown>} ways
 * @param {{ rounds: number }} settings
 * @returns {Promise<Record<string, { time: object, ratio: number }>>} microseconds, by way
 */
async function compare (ways, settings) {
  const lanes = Object.fromEntries(Object.entries(ways).map(([name, way]) => [name, repeated(way)]))
  const times = await takeTurns(lanes, settings)
  const [first] = Object.values(times)
  return Object.fromEntries(Object.entries(times).map(([name, values]) =>
    [name, { time: summary(values), ratio: median(roundByRound(values, first, quotient)) }]))
}

function repeated (way) {
  // What a call returned is kept, so that the compiler cannot do without the call.
  const lane = { last: undefined }
  lane.run = (count) => { for (let i = 0; i < count; i++) lane.last = way() }
  return lane
}

/**
 * A question and the table that answers it.
 *
 * @param {string} question
 * @param {Record<string, { time: object, ratio: number }>} compared
 */
function answer (question, compared) {
  return {
    question,
    columns: ['microseconds of processor time a call', 'median (tenth-nine tenths)', 'ratio'],
    rows: Object.entries(compared).map(([name, { time, ratio: times }]) => [name, spread(time), ratio(times)])
  }
}

module.exports = { answer, compare }
