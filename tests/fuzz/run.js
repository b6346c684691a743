// How long do the exports withstand random inputs?
//
//   node tests/fuzz/run.js [--inputs N | --seconds N] [--seed N]
'use strict'

const { parseArgs } = require('node:util')
const { fuzz, growth } = require('./exports')

const { values: { inputs, seconds, seed } } = parseArgs({
  options: { inputs: { type: 'string' }, seconds: { type: 'string' }, seed: { type: 'string', default: '1' } }
})
const most = Number(inputs ?? (seconds ? Infinity : 1e6))
const end = Date.now() + Number(seconds ?? Infinity) * 1000

const outcome = fuzz(Number(seed), (done) => done < most && (done % 1000 > 0 || Date.now() < end))
const { bytes, references } = growth(outcome)

for (const what of outcome.leftOut) console.log(`left out, because the generated glue is known to trap: ${what}`)
if (outcome.trap) console.log(outcome.trap)
console.log([
  `${outcome.inputs} inputs`, `${outcome.thrown} refused`, outcome.trap ? 'a trap' : 'no trap',
  `memory ${outcome.memory.at(-1).bytes >> 10} kB`, `of that ${bytes >> 10} kB and ${references} references since half time`
].join(', '))
process.exitCode = outcome.trap || bytes > 0 || references > 0 ? 1 : 0
