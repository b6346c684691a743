// Does every request survive every fault of a store, whatever way its response ends?
'use strict'

const { describe, test, before } = require('node:test')
const assert = require('node:assert/strict')
const { execFile } = require('node:child_process')
const path = require('node:path')
const { always, faultsOf } = require('./faults')
const { print } = require('./print')

/**
 * In a process of its own, because the test runner catches what nobody else does.
 *
 * @returns {Promise<import('./table').Table[]>}
 */
function tables (...args) {
  const { NODE_TEST_CONTEXT, ...env } = process.env
  return new Promise((resolve, reject) => {
    execFile(process.execPath, [path.join(__dirname, 'table.js'), '--json', ...args], { env }, (error, stdout, stderr) => {
      // It tells by its code whether all is well; that is for the tests to judge.
      if (stdout) resolve(JSON.parse(stdout))
      else reject(new Error(stderr, { cause: error }))
    })
  })
}

const troubleOf = ({ columns }, { cells }) => cells.flatMap((cell, index) => cell === 'ok' ? [] : [`${columns[index]}: ${cell}`])

const noticed = {
  'get: twice': 'next',
  'get: rejects': 'rejection',
  'get: a text for an error': 'no Error',
  'set: throws': 'throws',
  'set: never': 'hangs'
}

const rowsOf = (...methods) => methods.flatMap((method) => (faultsOf[method] ?? always).map(({ name }) => `${method}: ${name}`))
const parts = [rowsOf('get', 'set'), rowsOf('touch', 'destroy', 'call')]

// All at once: most of the time is spent waiting.
const ours = Promise.all(parts.map((names) => tables(...names)))
const reference = tables('--reference', ...Object.keys(noticed))

describe('R22 a store that misbehaves: one next, one answer, nothing uncaught', () => {
  let all
  before(async () => {
    all = (await ours).flat()
    console.log(all.map(print).join('\n'))
  })

  for (const name of parts.flat()) {
    test(name, () => {
      const table = all.find(({ rows }) => rows.some((row) => row.name === name))
      assert.deepEqual(troubleOf(table, table.rows.find((row) => row.name === name)), [])
    })
  }
})

describe('the table notices express-session 1.19.0', () => {
  for (const [name, trouble] of Object.entries(noticed)) {
    test(`${name}: ${trouble}`, async () => {
      const [{ rows }] = await reference
      assert.equal(rows.find((row) => row.name === name).cells[0], trouble)
    })
  }
})
