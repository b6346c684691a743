// With the option `concurrency`: is nothing lost and does nothing come back, in every order of concurrent requests?
'use strict'

const assert = require('node:assert/strict')
const { readFileSync } = require('node:fs')
const path = require('node:path')
const { describe, test } = require('node:test')
const { instances, manners, tombstone } = require('./explore')
const { inAll, nothingIsBackOrLost } = require('./every-order')
const { record } = require('./merging-record')
const { choices, shared } = require('./model')

const skip = process.env.SESSION_MODULE === 'express-session' && 'express-session 1.19.0 has no such option'
const [one, other] = skip ? [] : instances(2)
const alone = [one, one]
const modes = ['merge', 'reject']

describe('in one process', { skip }, () => {
  for (const concurrency of modes) {
    for (const manner of manners) {
      for (const setIf of [false, true]) {
        test(`R16 R17 ${concurrency}, answers ${manner}${setIf ? ', setIf' : ''}: every order of two requests, also with any one call failing`, async (t) => {
          const whole = await inAll(choices(2), { modules: alone, concurrency, manner, setIf }, nothingIsBackOrLost)
          const failing = await inAll(choices(2), { modules: alone, concurrency, manner, setIf }, nothingIsBackOrLost, true)
          t.diagnostic(`${whole.orders} orders, with failing calls ${failing.orders}`)
          assert.ok(whole.orders >= 36 && failing.orders > 2 * whole.orders)
        })
      }
    }
  }

  test("'reject' tells whom it refuses, and 'merge' refuses nobody", async () => {
    const errors = { merge: new Set(), reject: new Set() }
    for (const concurrency of modes) {
      await inAll(choices(2), { modules: alone, concurrency }, (outcome) => { for (const error of outcome.errors) errors[concurrency].add(error.slice(3)) })
    }
    assert.deepEqual(errors, { merge: new Set(), reject: new Set(['ERR_SESSION_CONFLICT']) })
  })

  test('without the option the same orders bring sessions back and lose writes', async () => {
    const sum = await inAll(choices(2), { modules: alone, concurrency: 'last-write' }, () => {})
    assert.ok(sum.isBack > 0 && sum.lost > 0)
  })
})

describe('in two processes', { skip }, () => {
  const modules = [one, other]

  test('R16 R17 no session comes back, and a write is lost exactly where another falls between a read and its write', async (t) => {
    const sum = await inAll(choices(2), { modules, concurrency: 'merge' }, (outcome, where) => {
      assert.equal(outcome.isBack, false, where())
      assert.equal(outcome.lost !== '', outcome.kept !== undefined && isOvertaken(outcome), where())
    })
    t.diagnostic(JSON.stringify(sum))
    assert.ok(sum.lost > 0)
  })

  test('R16 no session comes back where any one call fails, unless whoever destroyed it was told so', async () => {
    await inAll(choices(2), { modules, concurrency: 'merge' }, ({ isBack }, where) => { if (isBack) assert.fail(where()) }, true)
  })

  test('R16 R17 with setIf nothing is lost, and no tombstone is put', async () => {
    for (const concurrency of modes) {
      await inAll(choices(2), { modules, concurrency, setIf: true }, (outcome, where) => {
        nothingIsBackOrLost(outcome, where)
        assert.equal(outcome.hasTombstone, false)
      })
    }
  })

  test('R16 without tombstones sessions would come back', async () => {
    const blind = [one, other].map((session) => Object.assign((options) => {
      const { get } = options.store
      options.store.get = function (id, callback) {
        if (id === tombstone) callback(null, null)
        else get.call(this, id, callback)
      }
      return session(options)
    }, session))
    const sum = await inAll(choices(2), { modules: blind, concurrency: 'merge' }, () => {})
    assert.ok(sum.isBack > 0)
  })

  test('MERGING.md says what comes of it', async () => {
    assert.equal(readFileSync(path.join(__dirname, 'MERGING.md'), 'utf8'), await record(), 'node tests/interleavings/merging-record.js writes it anew')
  })
})

/** Whether what a request noted was overwritten by one that had read before, by what the store was asked. */
function isOvertaken ({ trace, saved }) {
  const calls = trace.map((line) => line.split(' '))
  return calls.some(([name, method, id], at) => {
    if (method !== 'set' || id !== shared) return false
    const before = calls.slice(0, at)
    const read = before.findLastIndex(([who, what, which]) => who === name && what === 'get' && which === shared)
    return before.slice(read).some(([who, what, which]) => saved.includes(who) && who !== name && what === 'set' && which === shared)
  })
}
