// How long does a store keep what a visitor left who never comes back?
'use strict'

const { describe, test } = require('node:test')
const assert = require('node:assert/strict')
const { serve, session, sessions, oursOnly } = require('./app')
const { run } = require('./mock')
const { movedClock } = require('./moved-clock')
const PatientStore = require('./patient-store')
const RecordingStore = require('./recording-store')

const opts = oursOnly('has no such option')
const MINUTE = 60000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

const handlers = {
  '/': (req, res) => { req.session.seen ??= true; res.end(String(req.session.seen)) },
  '/change': (req, res) => { req.session.views = (req.session.views || 0) + 1; res.end() },
  '/regenerate': (req, res) => req.session.regenerate({ keep: true }, () => res.end())
}

async function visited (t, options) {
  const clock = movedClock(t)
  const store = new PatientStore()
  const app = await serve(t, { store, probation: 5 * MINUTE, cookie: { maxAge: DAY }, ...options }, handlers)
  const first = await app.get('/')
  const expiry = () => Date.parse(store.read().cookie.expires) - clock.now
  return { ...app, clock, store, first, cookie: first.cookie, expiry }
}

describe('probation', opts, () => {
  test("what a first visit saves has a short life in the store, and its cookie has the full one", async (t) => {
    const { first, expiry, clock, store } = await visited(t)
    assert.equal(expiry(), 5 * MINUTE)
    assert.equal(store.read().cookie.originalMaxAge, DAY)
    assert.equal(Date.parse(/Expires=([^;]+)/.exec(first.setCookies[0])[1]), clock.now + DAY)
  })

  for (const path of ['/', '/change']) {
    test(`the first request that brings the cookie back gives it the full life (${path})`, async (t) => {
      const { get, cookie, clock, expiry, store } = await visited(t)
      clock.advance(5 * MINUTE - 1)
      store.called()
      await get(path, cookie)
      assert.equal(expiry(), DAY)
      assert.equal(store.read().cookie.life?.trial, undefined)
      assert.deepEqual(store.called(), path === '/' ? ['get', 'get', 'set'] : ['get', 'set'])
      await get('/', cookie)
      assert.deepEqual(store.called(), ['get', 'touch'], 'once')
    })
  }

  test('without a maxAge the cookie ends with the browser, and the store may forget what nobody brought back', async (t) => {
    const { get, first, cookie, store, expiry } = await visited(t, { cookie: undefined })
    assert.doesNotMatch(first.setCookies[0], /Expires/)
    assert.equal(expiry(), 5 * MINUTE)
    await get('/', cookie)
    assert.equal(store.read().cookie.expires, null)
    assert.doesNotMatch((await get('/change', cookie)).setCookies.join(), /Expires/)
  })

  test('a session that ends before probation is over is kept no longer', async (t) => {
    assert.equal((await visited(t, { absoluteTimeout: MINUTE })).expiry(), MINUTE)
  })

  test('who came back and regenerates is not on probation again', async (t) => {
    const { get, cookie, expiry } = await visited(t)
    const { cookie: next } = await get('/regenerate', cookie)
    assert.notEqual(next, cookie)
    assert.equal(expiry(), DAY)
  })

  test('a visitor who regenerates at once is on probation', async (t) => {
    const { get, expiry } = await visited(t)
    await get('/regenerate')
    assert.equal(expiry(), 5 * MINUTE)
  })

  test('an id that the store does not know does not count', async (t) => {
    const { get, cookie, store, expiry } = await visited(t)
    store.records.clear()
    await get('/', cookie)
    assert.equal(expiry(), 5 * MINUTE)
  })

  test('MemoryStore forgets what nobody brought back, and not 1 ms too early', async (t) => {
    const clock = movedClock(t)
    const store = new RecordingStore()
    const { get } = await serve(t, { store, probation: 5 * MINUTE, cookie: { maxAge: DAY } }, handlers)
    const [kept, lost] = [await get('/'), await get('/')]
    clock.advance(5 * MINUTE - 1)
    await get('/', kept.cookie)
    clock.advance(1)
    const before = store.calls.length
    await get('/change', lost.cookie)
    assert.deepEqual(store.calls.slice(before), ['get', 'set'])
    clock.advance(DAY - 5 * MINUTE - 2)
    assert.equal((await get('/', kept.cookie)).setCookies.length, 0)
  })

  test('100,000 visits without a cookie in an hour, and an hour later', async (t) => {
    const clock = movedClock(t)
    const held = async (probation) => {
      const store = new session.MemoryStore()
      const middleware = sessions({ store, probation, cookie: { maxAge: DAY } })
      for (let visit = 0; visit < 100_000; visit++) {
        const { req, res } = await run(middleware)
        req.session.seen = true
        res.writeHead(200)
        res.end()
        if (visit % 100 > 0) continue
        clock.advance(HOUR / 1000)
        await new Promise(setImmediate)
      }
      const during = Object.keys(store.sessions).length
      clock.advance(HOUR)
      return [during, await new Promise((resolve) => store.length((_, length) => resolve(length)))]
    }
    const without = await held(undefined)
    const withProbation = await held(5 * MINUTE)
    t.diagnostic(`MemoryStore holds ${without.join(', then ')} sessions without probation, ${withProbation.join(', then ')} with 5 minutes of it`)
    assert.deepEqual(without, [100_000, 100_000])
    assert.ok(withProbation[0] < 20_000, String(withProbation))
    assert.equal(withProbation[1], 0)
  })

  for (const probation of [0, -1, NaN, Infinity, '1000', {}, true]) {
    test(`probation: ${String(probation)} is a TypeError`, () => {
      assert.throws(() => sessions({ probation }), { name: 'TypeError', message: 'probation option must be a number of milliseconds, 1 or more' })
    })
  }
})
