// Does the bench measure two modules that do the same, and does it say what it found?
'use strict'

const assert = require('node:assert/strict')
const { execFile } = require('node:child_process')
const path = require('node:path')
const test = require('node:test')
const { promisify } = require('node:util')

const root = path.join(__dirname, '../..')
const bench = (...args) => promisify(execFile)(process.execPath, ['scripts/bench.mjs', ...args], { cwd: root })

const names = [
  'returning, unmodified', 'returning, modified', 'rolling, with maxAge', 'oldest of three secrets', '12 kB, unmodified',
  'first visit, not saved', 'first visit, with login', 'forged cookie'
]

test('a quick bench verifies and times every scenario on both sides', { timeout: 60_000 }, async () => {
  const { stdout } = await bench('--quick', '--only', 'added', '--json')
  const { machine, added } = JSON.parse(stdout)
  assert.equal(machine['express-session'], '1.19.0')
  assert.equal(added.quick, true)

  const { scenarios, geometricMean, worst } = added.data
  assert.deepEqual(scenarios.map(({ name }) => name), names)
  for (const { name, verified, ...measured } of scenarios) {
    assert.equal(verified, true, name)
    for (const key of ['bare', 'reference', 'ours', 'ratio']) {
      const { low, median, high } = measured[key]
      assert.ok(low <= median && median <= high, `${name}: ${key}`)
    }
    assert.ok(measured.bare.median > 0 && measured.reference.median > 0, name)
  }
  assert.ok(geometricMean <= worst)
  const [part] = added.parts
  assert.equal(part.rows.length, names.length)
  assert.equal(part.goals.length, 2)
})

test('a module that answers differently is told before anything is timed', () => {
  const { sides } = require('../../bench/measure/sides')
  const { scenarios } = require('../../bench/measure/scenarios')
  const { verify } = require('../../bench/measure/verified')
  const [, ours] = sides
  const { session } = ours
  ours.session = Object.assign((options) => session({ ...options, rolling: !options.rolling }), session)
  try {
    assert.throws(() => verify(scenarios[0]), /the modules differ/)
  } finally {
    ours.session = session
  }
  assert.doesNotThrow(() => verify(scenarios[0]))
})

test('both modules answer every hostile header alike, and are timed', { timeout: 120_000 }, async () => {
  const { stdout } = await bench('--quick', '--only', 'hostile', '--json')
  const { hostile } = JSON.parse(stdout)
  assert.ok(hostile.data.length > 10)
  for (const { name, bytes, reference, ours } of hostile.data) {
    assert.ok(bytes > 100 && reference.median > 0 && ours.median > 0, name)
  }
  // A million of delimiters must have been read by somebody.
  assert.ok(hostile.data.some(({ bytes }) => bytes >= 999_990))
})

test('a section that does not exist is named', async () => {
  await assert.rejects(bench('--only', 'added,speed'), ({ stderr }) => /no section speed/.test(stderr))
})
