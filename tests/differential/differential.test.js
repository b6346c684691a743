'use strict'

// Does the package behave like express-session in some hundred random scenarios, and would this test notice if it did not?

const assert = require('node:assert/strict')
const { spawnSync } = require('node:child_process')
const { readFileSync } = require('node:fs')
const { join } = require('node:path')
const { test } = require('node:test')
const { compileFunction } = require('node:vm')

const script = join(__dirname, '../../scripts/differential.mjs')

test('the package and express-session 1.19 do the same in every scenario', () => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, '--requests', '1500', '--seed', '1'], { encoding: 'utf8' })
  assert.equal(status, 0, stdout + stderr)
  assert.match(stdout, /15\d\d requests, 0 differences/)
})

test('every mutant breaks a function that is there, and leaves a program', async () => {
  const [{ mutants }, { broken }] = await Promise.all([import('./mutants.mjs'), import('./breakages.mjs')])
  for (const { rule, file, name, breakage } of mutants) {
    const code = readFileSync(join(__dirname, '../../js', file), 'utf8')
    const changed = broken(code, name, breakage)
    assert.notEqual(changed, code, rule)
    assert.doesNotThrow(() => compileFunction(changed), rule)
  }
})

test('a name that is gone or stands for two things breaks nothing silently', async () => {
  const { broken, call, never } = await import('./breakages.mjs')
  const code = 'function f (a, b) {\n  if (a && b) g(a)\n  return b ? g(b) : a\n}'
  assert.match(broken(code, 'f', never('a')), /if \(false && b\)/)
  assert.throws(() => broken(code, 'f', never('b')), /there are 2 conditions that mention b, not one/)
  assert.throws(() => broken(code, 'f', call('g', () => '')), /there are 2 calls of g, not one/)
  assert.throws(() => broken(code, 'h', never('a')), /there are 0 functions named h, not one/)
})

test('a package that breaks a rule does not pass for express-session', async t => {
  t.mock.method(console, 'log', () => {})
  const { mutants, tryMutants } = await import('./mutants.mjs')
  assert.deepEqual(await tryMutants(500, 1, mutants.slice(0, 3)), [])
})
