// Which ways to do the same lost, and by how much?
'use strict'

const assert = require('node:assert/strict')
const { answer, compare } = require('./measure/comparison')

const contests = [
  ...require('./losing/snapshots'),
  ...require('./losing/string-crossings'),
  ...require('./losing/hidden-methods')
]

async function run ({ quick, progress }) {
  const data = {}
  const parts = []
  for (const { question, why, ways } of contests) {
    progress(question)
    const contestants = ways()
    requireSameResults(contestants, why)
    const compared = await compare(contestants, { rounds: quick ? 40 : 300 })
    data[question] = compared
    parts.push({
      ...answer(question, compared),
      notes: Object.entries(why).map(([name, reason]) => `${name}: ${reason}`)
    })
  }
  return { data, parts }
}

/** Whoever gives something else does not take part. */
function requireSameResults (contestants, why) {
  const [[, chosen], ...others] = Object.entries(contestants)
  for (const [name, way] of others) {
    assert.ok(why[name], `${name}: nothing says why it lost`)
    assert.deepEqual(way(), chosen(), name)
  }
}

module.exports = { run }
