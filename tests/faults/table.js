// What becomes of requests whose store misbehaves, for every fault and every way to end a response?
// `node tests/faults/table.js [--reference] [--json] ['row' ...]`
'use strict'

const { parseArgs } = require('node:util')

const { values: { reference, json }, positionals: wanted } = parseArgs({
  allowPositionals: true,
  options: { reference: { type: 'boolean', default: false }, json: { type: 'boolean', default: false } }
})
if (reference) process.env.SESSION_MODULE = 'express-session'

const { answerWithoutSession, endWith } = require('./at-the-end')
const { endings } = require('./endings')
const { always, faultsOf } = require('./faults')
const { callWith, calls } = require('./in-the-handler')
const Lines = require('./lines')
const { print } = require('./print')
const { watchProcess } = require('./visit')

/** @typedef {{ title: string, columns: string[], rows: { name: string, cells: string[] }[] }} Table */

main()

async function main () {
  watchProcess()
  const lines = new Lines()
  await lines.open()
  const tables = [await tableOfEndings(lines), await tableOfCalls(lines)].filter(({ rows }) => rows.length > 0)
  await lines.close()
  console.log(json ? JSON.stringify(tables) : tables.map(print).join('\n'))
  process.exitCode = tables.some(({ rows }) => rows.some(({ cells }) => cells.some((cell) => cell !== 'ok'))) ? 1 : 0
}

/** @returns {Promise<Table>} */
async function tableOfEndings (lines) {
  const plain = new Map()
  for (const ending of endings) plain.set(ending, await answerWithoutSession(lines, ending))
  const faults = Object.entries(faultsOf).flatMap(([method, ofMethod]) => ofMethod.map((fault) => ({ method, fault })))
  const rows = await rowsOf(faults, ({ method, fault }) => `${method}: ${fault.name}`, endings,
    ({ method, fault }, ending) => endWith(lines, method, fault, ending, plain.get(ending)))
  return { title: 'a store whose method misbehaves, and the end of the response', columns: endings.map(({ name }) => name), rows }
}

/** @returns {Promise<Table>} */
async function tableOfCalls (lines) {
  const rows = await rowsOf(always, ({ name }) => `call: ${name}`, calls, (fault, call) => callWith(lines, call, fault))
  return { title: 'a store that misbehaves, and what the application calls', columns: calls.map(({ name }) => name), rows }
}

async function rowsOf (items, nameOf, columns, cellOf) {
  const rows = []
  for (const item of items) {
    const name = nameOf(item)
    if (wanted.length > 0 && !wanted.includes(name)) continue
    const cells = []
    // One after the other: what the process hears belongs to the one that runs.
    for (const column of columns) cells.push(await cellOf(item, column))
    rows.push({ name, cells })
  }
  return rows
}
