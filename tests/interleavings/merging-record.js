// What does the option `concurrency` leave of what concurrent requests do to each other, as people can read it?
//
//   node tests/interleavings/merging-record.js        writes MERGING.md anew
'use strict'

const { writeFileSync } = require('node:fs')
const path = require('node:path')
const { explore, instances } = require('./explore')
const { choices, names } = require('./model')

/** @returns {Promise<string>} the text of MERGING.md */
async function record () {
  const modules = instances(2)
  const pairs = []
  for (const chosen of choices(2)) {
    pairs.push({ chosen, one: await results(chosen, [modules[0], modules[0]]), two: await results(chosen, modules), comparing: await results(chosen, modules, true) })
  }
  return `${introduction}
## Two requests

${totals(pairs)}

${table(pairs)}

## The writes that are lost

${pairs.filter(({ two }) => two.some(({ lost }) => lost)).map(inFull).join('\n')}`
}

const introduction = `# What the option \`concurrency\` leaves of it

Written by \`node tests/interleavings/merging-record.js\`; \`tests/interleavings/merging.test.js\` plays every one of these orders.
The requests are those of [RECORD.md](RECORD.md), with \`concurrency: 'merge'\`: what is counted, and how an order reads, is told there. A request that
would change a session that is there asks the store for \`get\`, \`set\` and \`get\` (the tombstone) at its end, or \`get\` and \`setIf\` where the store has
that; one that destroys it for \`set\` (the tombstone) and \`destroy\`. Requests of one process do so one after the other.

A session comes back in none of the orders. A write is lost between two processes where one request writes between the \`get\` and the
\`set\` of the other: that is one round trip to the store, and no request. With \`setIf\` there is no such moment.
`

async function results (chosen, modules, setIf = false) {
  const rows = []
  await explore({ chosen, modules, setIf, concurrency: 'merge' }, (outcome) => { rows.push(outcome) })
  return rows
}

function totals (pairs) {
  const sum = (which, what) => pairs.flatMap((pair) => pair[which]).filter((row) => !what || row[what]).length
  return [['one', 'In one process'], ['two', 'In two processes'], ['comparing', 'In two processes, with `setIf`']].map(([which, name]) =>
    `- ${name}: ${sum(which)} orders; S comes back in ${sum(which, 'isBack')}, a write is lost in ${sum(which, 'lost')}.`).join('\n')
}

function table (pairs) {
  const cell = (rows) => `${rows.length} | ${rows.filter(({ isBack }) => isBack).length || '-'} | ${rows.filter(({ lost }) => lost).length || '-'}`
  return [
    '| requests | one process | S comes back | a write is lost | two | S comes back | a write is lost | two, `setIf` | S comes back | a write is lost |',
    `|${' --- |'.repeat(10)}`,
    ...pairs.map(({ chosen, one, two, comparing }) => `| ${chosen.join(', ')} | ${[one, two, comparing].map(cell).join(' | ')} |`)
  ].join('\n')
}

function inFull ({ chosen, two }) {
  const lines = names.slice(0, 2).map((name) => [name, two.filter(({ lost }) => lost === name).map(({ order }) => order).sort()])
  return `### A: ${chosen[0]}, B: ${chosen[1]}

${lines.filter(([, orders]) => orders.length > 0).map(([name, orders]) => `${name} is lost: ${orders.join(' ')}`).join('\n\n')}
`
}

module.exports = { record }

if (require.main === module) record().then((text) => writeFileSync(path.join(__dirname, 'MERGING.md'), text))
