// Would the store lab notice a store that does something else under one of the modules?
'use strict'

const assert = require('node:assert/strict')
const { before, describe, test } = require('node:test')
const { describe: written, describeAnswer, timeless } = require('../../stores/contract/describe')
const { storeNamed, stores } = require('../../stores/rows')
const backends = require('../../stores/backends')

let merge
let verdicts
let report
let withBackend

before(async () => {
  ({ merge } = await import('../../stores/lab/merge.mjs'))
  verdicts = await import('../../stores/lab/verdict.mjs')
  report = await import('../../stores/lab/report.mjs');
  ({ withBackend } = await import('../../stores/lab/backends.mjs'))
})

const seen = (saw, holds = true, failure) => ({ steps: { touch: { holds, saw } }, failure })

describe('a step', () => {
  test('differs when the two modules never did the same', () => {
    const merged = merge([{ reference: seen('a'), ours: seen('b') }, { reference: seen('a'), ours: seen('c') }])
    assert.deepEqual(merged.differing, ['touch'])
    assert.equal(merged.ours.steps.touch.saw, 'b')
  })

  test('is the same when in some run each module did what the other does in some', () => {
    const merged = merge([{ reference: seen('a'), ours: seen('b', false) }, { reference: seen('b', false), ours: seen('b', false) }])
    assert.deepEqual(merged.differing, [])
    assert.equal(merged.reference.steps.touch.saw, 'b')
  })

  test('differs when one module never reached it', () => {
    const merged = merge([{ reference: seen('a'), ours: { steps: {} } }])
    assert.deepEqual(merged.differing, ['touch'])
  })

  test('of construction differs when the failures do', () => {
    const merged = merge([{ reference: { steps: {} }, ours: { steps: {}, failure: 'no' } }])
    assert.deepEqual(merged.differing, ['construction'])
  })
})

describe('a store', () => {
  const judge = (reference, ours) => verdicts.isNoWorse({ reference, ours })

  test('does worse when a step holds no more, or when it cannot be made', () => {
    assert.equal(judge(seen('a'), seen('b', false)), false)
    assert.equal(judge(seen('a'), seen('a', true, 'no')), false)
  })

  test('does no worse when the same steps fail, or fewer', () => {
    assert.equal(judge(seen('a', false), seen('b', false)), true)
    assert.equal(judge(seen('a', false), seen('b')), true)
    assert.equal(judge(seen('a', true, 'no'), seen('b', false)), true)
  })

  test('is said to pass, to pass but for the steps that do not hold, or to fail', () => {
    assert.equal(verdicts.verdict(seen('a')), 'passes')
    assert.equal(verdicts.verdict(seen('a', false)), 'passes but for touch')
    assert.equal(verdicts.verdict(seen('a', true, 'no')), 'fails: no')
    assert.equal(verdicts.verdict({ steps: { 'counter in Express': { holds: false, saw: '1, 1, 1' } } }), 'fails: counter in Express')
  })
})

describe('what was seen', () => {
  test('tells apart own properties in another order, undefined ones, and dates from texts', () => {
    const now = new Date()
    const values = [{ a: 1, b: 2 }, { b: 2, a: 1 }, { a: 1, b: 2, c: undefined }, { a: now }, { a: now.toISOString() }]
    assert.equal(new Set(values.map(written)).size, values.length)
  })

  test('is the same at another time', () => {
    const at = (time) => written({ expires: new Date(time), ttl: 3600 - 5, at: time, text: new Date(time).toUTCString(), maxAge: 3599990 })
    assert.equal(at(1700000000000), at(1700000123456))
    assert.equal(timeless('1 and 250 and 2000'), '1 and 250 and 2000')
  })

  test('ends for an object that holds itself', () => {
    const circle = {}
    circle.itself = circle
    assert.equal(written(circle), '{ itself: a circle }')
  })

  test('names silence and errors', () => {
    assert.equal(describeAnswer({ fault: 'never calls back' }), 'never calls back')
    assert.equal(describeAnswer({ error: new Error('no') }), 'error no')
    assert.equal(describeAnswer({ error: 'as text' }), 'error as text')
  })
})

describe('a backend', () => {
  test('that is not installed is missing, and what would have run on it does not', async (t) => {
    const { PATH } = process.env
    t.after(() => { process.env.PATH = PATH })
    process.env.PATH = '/nowhere'
    const found = await withBackend('redis', () => assert.fail('it ran'))
    assert.deepEqual(found, { missing: 'redis-server is not installed' })
  })

  test('is stopped, and what failed on it is told', async () => {
    let url
    const found = await withBackend('rest', async (backend) => {
      ({ url } = await backend.fresh())
      assert.equal((await fetch(`${url}/missing`)).status, 404)
      throw new Error('the trial broke')
    })
    assert.deepEqual(found, { missing: 'the trial broke' })
    await assert.rejects(fetch(url))
  })
})

describe('the rows', () => {
  test('are the sixty stores that express-session lists, each once', () => {
    assert.equal(stores.length, 60)
    assert.equal(new Set(stores.map(({ name }) => name)).size, 60)
    assert.equal(storeNamed('connect-redis').name, 'connect-redis')
  })

  test('name backends that there are, and exact versions', () => {
    for (const { name, on = {}, packages = {} } of stores) {
      for (const backend of Object.keys(on)) assert.ok(backends[backend], `${name}: ${backend}`)
      for (const version of Object.values(packages)) assert.match(version, /^\d+\.\d+\.\d+$/, name)
    }
  })

  test('that cannot run have a reason', () => {
    for (const { name, on, reason } of stores) assert.ok(on ? !reason : reason, name)
  })

  test('are counted by kind, a missing backend as not run', () => {
    const text = report.counts([
      { runs: [{ kind: 'embedded', noWorse: true }] }, { runs: [{ kind: 'not run', missing: 'no' }] }, { reason: 'no' },
      { runs: [{ kind: 'fake client', noWorse: false }] }
    ])
    assert.match(text, /^4 stores: 1 embedded, 2 not run, 1 fake client\. 1 ran against a backend that is no fake\. 1 do worse/)
  })
})
