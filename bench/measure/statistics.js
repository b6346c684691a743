// What do many measurements of one thing say together?
'use strict'

/**
 * @param {number[]} values
 * @param {number} share 0 to 1
 */
function quantile (values, share) {
  const sorted = values.toSorted((a, b) => a - b)
  const at = (sorted.length - 1) * share
  const below = sorted[Math.floor(at)]
  return below + (sorted[Math.ceil(at)] - below) * (at % 1)
}

/** @param {number[]} values */
function median (values) {
  return quantile(values, 0.5)
}

/**
 * @param {number[]} values
 * @returns {{ median: number, low: number, high: number }} `low` and `high`: a tenth is below, a tenth above
 */
function summary (values) {
  return { median: median(values), low: quantile(values, 0.1), high: quantile(values, 0.9) }
}

/** @param {number[]} values */
function geometricMean (values) {
  return Math.exp(values.reduce((sum, value) => sum + Math.log(value), 0) / values.length)
}

/**
 * @param {number[]} values
 * @param {number[]} others measured in the same rounds
 * @param {(value: number, other: number) => number} combine
 */
function roundByRound (values, others, combine) {
  return values.map((value, round) => combine(value, others[round]))
}

const difference = (value, other) => value - other
const quotient = (value, other) => value / other

module.exports = { difference, geometricMean, median, quantile, quotient, roundByRound, summary }
