// What does each step inside a session middleware cost?
'use strict'

const assert = require('node:assert/strict')
const { answer, compare } = require('./measure/comparison')
const { ratio } = require('./measure/report')
const changeDetection = require('./primitives/change-detection')
const context = require('./primitives/context')
const decision = require('./primitives/decision')
const newId = require('./primitives/new-id')
const sign = require('./primitives/sign')
const verify = require('./primitives/verify')

const primitives = [verify, sign, newId, decision, ...changeDetection, context]

async function run ({ quick, progress }) {
  const data = {}
  const parts = []
  for (const { name, question, goal, notes, same = true, prepare } of primitives) {
    progress(name)
    const ways = await prepare()
    if (same) requireSameResults(ways)
    const compared = await compare(ways, { rounds: quick ? 40 : 300 })
    data[name] = compared
    parts.push({
      ...answer(question, compared),
      notes,
      goals: goal && [{
        text: `ours takes ${ratio(compared.ours.ratio)} of the first, goal at most ${ratio(goal)}`, met: compared.ours.ratio <= goal
      }]
    })
  }
  return { data, parts }
}

/** Ways that give different results do not do the same job. */
function requireSameResults (ways) {
  const [expected, ...others] = Object.values(ways).map((way) => way())
  for (const result of others) assert.deepEqual(result, expected)
}

module.exports = { run }
