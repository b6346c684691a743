// Is what other people's test runners print read as it is meant?
'use strict'

const assert = require('node:assert/strict')
const { test } = require('node:test')
const { differences, mochaOutcomes, tapOutcomes } = require('../outside/outcomes')

test('of tape every assertion is a test, under the heading above it', () => {
  const outcomes = tapOutcomes('TAP version 13\n# basic\nok 1 set\nnot ok 2 get\nok 3 get # SKIP no server\n\n1..3\n# tests 3\n# pass  2\n')
  assert.deepEqual([...outcomes], [['basic: set', 'passed'], ['basic: get', 'failed'], ['basic: get # SKIP no server', 'skipped']])
})

test('of node-tap so is the test around them', () => {
  const outcomes = tapOutcomes('# Subtest: it stores\n    ok 1 - no errors\n    ok 2 - no errors\n    1..2\nok 1 - it stores # time=2ms\n')
  assert.deepEqual([...outcomes.keys()], ['it stores: no errors', 'it stores: no errors (2)', 'it stores'])
})

test('what mocha says stands behind what tests print themselves', () => {
  const report = { stats: {}, passes: [{ fullTitle: 'a' }], failures: [{ fullTitle: 'b' }], pending: [{ fullTitle: 'c' }] }
  assert.deepEqual([...mochaOutcomes(`noise {\n${JSON.stringify(report, null, 2)}`)], [['a', 'passed'], ['b', 'failed'], ['c', 'skipped']])
  assert.equal(mochaOutcomes('Error: cannot find module').size, 0)
})

test('a test that ends otherwise, or only runs with one module, is a difference', () => {
  const reference = new Map([['a', 'passed'], ['b', 'failed'], ['c', 'passed']])
  const ours = new Map([['a', 'passed'], ['b', 'passed']])
  assert.deepEqual(differences(reference, ours), ['b: failed, with ours passed', 'c: passed, with ours not run'])
})
