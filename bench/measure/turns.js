// How long does one call take in each of several lanes, when the lanes take turns?
'use strict'

const { setImmediate: nextTurn } = require('node:timers/promises')

/**
 * What is measured.
 * @typedef {object} Lane
 * @property {(count: number) => unknown} run does the work `count` times; may return a promise
 * @property {(count: number) => void} [prepare] what has to be there before the clock starts
 * @property {(count: number) => void} [check] throws if the work was not done
 */

/**
 * Processor time of this process in microseconds, that of the garbage collector's threads included. Unlike the time of
 * day it does not grow while another program has the processor.
 */
function processorTime () {
  const { user, system } = process.cpuUsage()
  return user + system
}

/**
 * Runs lanes without measuring, so that the compiler has seen all of the code that will be measured; it takes the
 * better part of a second until code as wide as an HTTP response is as fast as it gets.
 *
 * @param {Lane[]} lanes
 * @param {number} time microseconds for each
 */
async function heat (lanes, time) {
  for (const lane of lanes) await warmUp({ lane, count: 8 }, 1500, time)
}

/**
 * @param {Record<string, Lane>} lanes
 * @param {{ rounds: number, batch?: number, progress?: () => void }} settings `batch`: microseconds a lane has a turn
 * @returns {Promise<Record<string, number[]>>} microseconds a call, by lane, one for each round
 */
async function takeTurns (lanes, { rounds, batch = 1500, progress = () => {} }) {
  const runners = Object.entries(lanes).map(([name, lane]) => ({ name, lane, count: 8, times: [] }))
  for (const runner of runners) await warmUp(runner, batch, 60 * batch)
  for (let round = 0; round < rounds; round++) {
    // Who follows whom changes, so that nobody always runs in the wake of the same neighbour.
    const order = round % 2 === 0 ? runners : runners.toReversed()
    for (const runner of order) runner.times.push(await turn(runner))
    progress()
  }
  return Object.fromEntries(runners.map(({ name, times }) => [name, times]))
}

async function turn ({ lane, count }) {
  lane.prepare?.(count)
  const start = processorTime()
  await lane.run(count)
  // A response leaves work for the next turn of the event loop, which would pile up.
  await nextTurn()
  const time = processorTime() - start
  lane.check?.(count)
  return time / count
}

/** Runs a lane until the compiler has had its say, and finds how many calls fill a turn. */
async function warmUp (runner, batch, time) {
  const end = processorTime() + time
  while (processorTime() < end) {
    const each = Math.max(await turn(runner), 0.001)
    runner.count = Math.max(4, Math.min(runner.count * 4, Math.round(batch / each)))
  }
}

module.exports = { heat, takeTurns }
