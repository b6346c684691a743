'use strict'

// Does the package behave like express-session in some hundred random scenarios, and would this test notice if it did not?

const assert = require('node:assert/strict')
const { spawnSync } = require('node:child_process')
const { readFileSync } = require('node:fs')
const { join } = require('node:path')
const { test } = require('node:test')

const script = join(__dirname, '../../scripts/differential.mjs')

test('the package and express-session 1.19 do the same in every scenario', () => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, '--requests', '1500', '--seed', '1'], { encoding: 'utf8' })
  assert.equal(status, 0, stdout + stderr)
  assert.match(stdout, /15\d\d requests, 0 differences/)
})

test('every mutant breaks a line that is there, once', async () => {
  const { mutants } = await import('./mutants.mjs')
  const outOfDate = mutants.filter(([, file, text]) => readFileSync(join(__dirname, '../../js', file), 'utf8').split(text).length !== 2)
  assert.deepEqual(outOfDate.map(([rule]) => rule), [])
})

test('a package that breaks a rule does not pass for express-session', async t => {
  t.mock.method(console, 'log', () => {})
  const { mutants, tryMutants } = await import('./mutants.mjs')
  assert.deepEqual(await tryMutants(500, 1, mutants.slice(0, 3)), [])
})
