// Do the settings that docs/lifetimes.md names for a standard, and for a shop, do what it says of them, line by line?
'use strict'

const { describe, test } = require('node:test')
const assert = require('node:assert/strict')
const { serve, oursOnly } = require('./app')
const { movedClock } = require('./moved-clock')
const PatientStore = require('./patient-store')

const opts = oursOnly('has no such options')
const MINUTE = 60000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

const standard = { rolling: false, clearOnDestroy: true }
const presets = {
  'ASVS level 2': { ...standard, absoluteTimeout: 12 * HOUR, idleTimeout: 30 * MINUTE },
  'NIST AAL2': { ...standard, absoluteTimeout: 24 * HOUR, idleTimeout: HOUR },
  'NIST AAL3': { ...standard, absoluteTimeout: 12 * HOUR, idleTimeout: 15 * MINUTE }
}
const shop = {
  cookie: { maxAge: 90 * DAY }, rolling: true, absoluteTimeout: 365 * DAY, touchAfter: HOUR, probation: 10 * MINUTE, prefetch: 'neutral'
}

const handlers = {
  '/': (req, res) => res.end(String(req.session.user)),
  '/visit': (req, res) => { req.session.cart ??= []; res.end() },
  '/in': (req, res) => req.session.regenerate({ keep: ['cart'] }, () => { req.session.user = 'alice'; res.end(JSON.stringify(req.session.cart)) }),
  '/out': (req, res) => req.session.destroy(() => res.end())
}

async function serving (t, options) {
  const clock = movedClock(t)
  const store = new PatientStore()
  const app = await serve(t, { store, ...options }, handlers)
  return { ...app, clock, store, body: async (cookie) => (await app.get('/', cookie)).body }
}

for (const [name, options] of Object.entries(presets)) {
  describe(name, opts, () => {
    test('a session is over when it was idle for so long', async (t) => {
      const { get, clock, body } = await serving(t, options)
      const { cookie } = await get('/in')
      clock.advance(options.idleTimeout - 1)
      assert.equal(await body(cookie), 'alice')
      clock.advance(options.idleTimeout)
      assert.equal(await body(cookie), 'undefined')
    })

    test('a session is over after so long, however much it is used', async (t) => {
      const { get, clock, body } = await serving(t, options)
      const { cookie } = await get('/in')
      const end = clock.now + options.absoluteTimeout
      while (clock.now + options.idleTimeout / 2 < end) {
        clock.advance(options.idleTimeout / 2)
        assert.equal(await body(cookie), 'alice')
      }
      clock.now = end - 1
      assert.equal(await body(cookie), 'alice')
      clock.now = end
      assert.equal(await body(cookie), 'undefined')
    })

    test('log-in gives a new id, and the old one is of no use', async (t) => {
      const { get, body } = await serving(t, options)
      const { cookie: before } = await get('/visit')
      const { cookie, body: cart } = await get('/in', before)
      assert.notEqual(cookie, before)
      assert.equal(cart, '[]')
      assert.equal(await body(before), 'undefined')
      assert.equal(await body(cookie), 'alice')
    })

    test('log-out ends the session in the store, and in the browser', async (t) => {
      const { get, body, store } = await serving(t, options)
      const { cookie } = await get('/in')
      const { setCookies } = await get('/out', cookie)
      assert.match(setCookies[0], /^connect\.sid=;.*Expires=Thu, 01 Jan 1970/)
      assert.equal(store.records.size, 0)
      assert.equal(await body(cookie), 'undefined')
    })
  })
}

describe('a long-lived shop', opts, () => {
  const COOKIE_LASTS = 90 * DAY

  test('a visitor stays who returns within the time of the cookie, up to a year', async (t) => {
    const { get, clock, body } = await serving(t, shop)
    const { cookie } = await get('/visit')
    await get('/in', cookie)
    const { cookie: known } = await get('/in', cookie)
    for (let visits = 0; visits < 4; visits++) {
      clock.advance(COOKIE_LASTS - 1)
      assert.equal(await body(known), 'alice')
    }
    clock.advance(365 * DAY - 4 * (COOKIE_LASTS - 1) - 1)
    assert.equal(await body(known), 'alice')
    clock.advance(1)
    assert.equal(await body(known), 'undefined')
  })

  test('whoever never comes back costs ten minutes', async (t) => {
    const { get, clock, store } = await serving(t, shop)
    const { cookie } = await get('/visit')
    const expiry = () => Date.parse(store.read().cookie.expires) - clock.now
    assert.equal(expiry(), 10 * MINUTE)
    await get('/', cookie)
    assert.equal(expiry(), COOKIE_LASTS)
  })

  test('a page view asks the store once, but for one in an hour', async (t) => {
    const { get, clock, store } = await serving(t, shop)
    const { cookie } = await get('/visit')
    await get('/', cookie)
    store.called()
    for (let minute = 0; minute < 120; minute++) {
      clock.advance(MINUTE)
      await get('/', cookie)
    }
    const calls = store.called()
    assert.equal(calls.filter((method) => method === 'get').length, 120)
    assert.equal(calls.filter((method) => method !== 'get').length, 2)
  })

  test('a prefetch renews nothing', async (t) => {
    const { get, request, clock, store } = await serving(t, shop)
    const { cookie } = await get('/visit')
    await get('/', cookie)
    clock.advance(2 * HOUR)
    store.called()
    const { setCookies } = await request({ path: '/', headers: { cookie, purpose: 'prefetch' } })
    assert.deepEqual([store.called(), setCookies], [['get'], []])
  })
})
