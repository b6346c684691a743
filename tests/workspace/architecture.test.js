// Is the map in ARCHITECTURE.md that of the code: no file left out, none that is gone, and tests for each?
'use strict'

const assert = require('node:assert/strict')
const { existsSync, readFileSync, readdirSync } = require('node:fs')
const path = require('node:path')
const { test } = require('node:test')

const root = path.join(__dirname, '../..')
const rows = rowsOf(readFileSync(path.join(root, 'ARCHITECTURE.md'), 'utf8'))

/** The rows that have a file of js/ or src/ in front, as lists of names. */
function rowsOf (text) {
  const names = (cell) => Array.from(cell.matchAll(/`([^`]+)`/g), ([, name]) => name)
  return text.split('\n')
    .filter((line) => /^\| `(js|src)\//.test(line))
    .map((line) => line.split('|').slice(1, -1))
    .map(([files, question, tests = '']) => ({ files: names(files), question: question.trim(), tests: names(tests) }))
}

function filesIn (folder, pattern) {
  return readdirSync(path.join(root, folder), { recursive: true })
    .map((file) => `${folder}/${file.split(path.sep).join('/')}`)
    .filter((file) => pattern.test(file))
    .sort()
}

test('every file of js/ and src/ is in the map, once, and no other is', () => {
  const files = [...filesIn('js', /\.(m?js|d\.ts)$/), ...filesIn('src', /\.rs$/)]
  assert.ok(files.length > 40)
  assert.deepEqual(rows.flatMap((row) => row.files).sort(), files)
})

test('every file of it answers a question', () => {
  assert.deepEqual(rows.filter(({ question }) => !question.endsWith('?')), [])
})

test('every file of it has tests, and those are there', () => {
  assert.deepEqual(rows.filter(({ tests }) => tests.length === 0).map(({ files }) => files), [])
  const named = [...new Set(rows.flatMap(({ tests }) => tests))]
  assert.deepEqual(named.filter((name) => !existsSync(path.join(root, 'tests', name))), [])
})

test('every test of the shim and every property of the core is that of a file', () => {
  const named = new Set(rows.flatMap(({ tests }) => tests.map((name) => `tests/${name}`)))
  // what the others are made of, and what runs the fuzzers' oracles
  const made = ['main', 'inputs', 'fuzzed', 'robustness'].map((name) => `tests/properties/${name}.rs`)
  const tests = [...filesIn('tests/shim', /\.test\.js$/), ...filesIn('tests/properties', /\.rs$/)]
  assert.deepEqual(tests.filter((name) => !named.has(name) && !made.includes(name)), [])
})
