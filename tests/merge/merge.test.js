// Does the core merge records as a plain model in JavaScript does?
'use strict'

const assert = require('node:assert/strict')
const { test } = require('node:test')
const Dice = require('../differential/dice')
const { Verdict } = require('../../target/shim/dist/codes.cjs')
const { freshInstance } = require('../fuzz/instance')
const { canonical, model } = require('./model')
const { Records } = require('./records')

const triples = 100_000
const { glue } = freshInstance()
const verdicts = Object.keys(Verdict)

test(`R17 ${triples} random triples are merged as by the model`, (t) => {
  const dice = new Dice(17)
  const records = new Records(dice)
  const met = Object.fromEntries(verdicts.map((name) => [name, 0]))
  let named = 0

  for (let count = 0; count < triples; count++) {
    const texts = records.triple().map((record) => records.spelled(record))
    if (dice.chance(0.1)) texts[dice.below(3)] = records.mutated(texts[dice.below(3)])
    const rejects = dice.chance(0.2)
    const expected = model(...texts, rejects)
    const answer = merged(...texts, rejects)
    if (answer.verdict !== expected.verdict) assert.fail(`${answer.verdict} for ${expected.verdict}: ${texts.join('\n')}`)
    met[answer.verdict]++
    if (expected.record === undefined) continue
    assert.equal(canonical(answer.record), canonical(expected.record))
    assert.deepEqual(Object.keys(answer.record), Object.keys(expected.record))
    assert.deepEqual(answer.keys.sort(), expected.keys.sort())
    named += answer.keys.length
  }
  t.diagnostic(Object.entries(met).map(([name, count]) => `${count} ${name}`).join(', '))
  for (const name of verdicts) assert.ok(met[name] > triples / 100, name)
  assert.ok(named > triples / 20, `${named}`)
})

test('R17 a record that is as deep as JSON.parse allows is merged', () => {
  const deep = (inner) => `${'['.repeat(50_000)}${inner}${']'.repeat(50_000)}`
  const answer = merged('{"a":1}', `{"a":1,"b":${deep('1')}}`, `{"a":2,"c":${deep('{}')}}`, false)
  assert.deepEqual(Object.keys(answer.record), ['a', 'c', 'b'])
  assert.equal(merged(`{"a":${deep('1')}}`, `{"a":${deep('1')},"b":1}`, `{"a":${deep('1')},"c":1}`, false).keys.length, 0)
})

test('R24 no text makes a merge slow', (t) => {
  const side = (inner) => `{"a":${inner}}`
  const names = Array.from({ length: 3000 }, (_, at) => `"\\u0061${at}":${at}`)
  const hostile = {
    'many names': (last) => `{${[...names, `"z":${last}`].join(',')}}`,
    'many names within': (last) => side(`{${[...names, `"z":${last}`].join(',')}}`),
    'one name many times': (last) => side(`{${'"a":1,'.repeat(8000)}"z":${last}}`),
    'deep objects': (last) => side(`${'{"a":'.repeat(8000)}${last}${'}'.repeat(8000)}`),
    'deep arrays beside each other': (last) => side(`[${`${'['.repeat(99)}1${']'.repeat(99)},`.repeat(200)}${last}]`),
    'long numbers': (last) => side(`[${'1'.repeat(40_000)},${last}]`),
    'long exponents': (last) => side(`[1e${'1'.repeat(40_000)},${last}]`),
    escapes: (last) => side(`["${'\\ud83c'.repeat(6000)}",${last}]`)
  }
  for (const [name, text] of Object.entries(hostile)) {
    const [base, ours, theirs] = [text('1'), text(' 2'), text('3 ')]
    const start = performance.now()
    for (let count = 0; count < 20; count++) merged(base, ours, theirs, false)
    const each = (performance.now() - start) / 20
    t.diagnostic(`${name}: ${each.toFixed(2)} ms for three times ${base.length} bytes`)
    // Ten times what is measured: what grows with the square of a text takes seconds.
    assert.ok(each < 250, `${name} takes ${each} ms`)
  }
})

function merged (base, ours, theirs, rejects) {
  const answer = glue.mergeRecords(base, ours, theirs, rejects)
  if (typeof answer === 'number') return { verdict: verdicts.find((name) => Verdict[name] === answer) }
  const [keys, record] = JSON.parse(answer)
  return { verdict: 'Merged', keys, record }
}
