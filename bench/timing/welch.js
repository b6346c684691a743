// Do two samples have the same mean?
'use strict'

/**
 * Welch's t of two samples, which need not have the same variance: beyond 4.5 either way, their means differ.
 *
 * @param {number[]} one
 * @param {number[]} other
 */
function welch (one, other) {
  const [a, b] = [moments(one), moments(other)]
  return (a.mean - b.mean) / Math.sqrt(a.variance / one.length + b.variance / other.length)
}

/** @param {number[]} values */
function moments (values) {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1)
  return { mean, variance }
}

module.exports = { moments, welch }
