// Does a session end so long after its last request, whatever the store's own touch does?
'use strict'

const { describe, test } = require('node:test')
const assert = require('node:assert/strict')
const { serve, sessions, oursOnly } = require('./app')
const { movedClock } = require('./moved-clock')
const PatientStore = require('./patient-store')
const RecordingStore = require('./recording-store')

const opts = oursOnly('has no such option')
const IDLE = 40000
const QUARTER = IDLE / 4

const handlers = {
  '/in': (req, res) => { req.session.user = 'alice'; res.end() },
  '/': (req, res) => res.end(String(req.session.user)),
  '/change': (req, res) => { req.session.views = (req.session.views || 0) + 1; res.end(String(req.session.user)) },
  '/save': (req, res) => { req.session.saved = true; req.session.save(() => res.end(String(req.session.user))) }
}

async function visited (t, options, more, store = new PatientStore()) {
  const clock = movedClock(t)
  const app = await serve(t, { idleTimeout: IDLE, store, ...options }, { ...handlers, ...more })
  const { cookie } = await app.get('/in')
  const calls = async (path = '/') => { store.calls.splice(0); await app.get(path, cookie); return store.calls.splice(0) }
  store.calls.splice(0)
  return { ...app, clock, store, cookie, calls }
}

class UntouchedStore extends PatientStore {}
UntouchedStore.prototype.touch = undefined

for (const [what, Store] of [['touches the record', RecordingStore], ['leaves the record alone', PatientStore], ['has no touch', UntouchedStore]]) {
  describe(`idleTimeout with a store that ${what}`, opts, () => {
    test('a session is there 1 ms before it has been idle for so long, and not then', async (t) => {
      const { get, clock, cookie } = await visited(t, {}, {}, new Store())
      clock.advance(IDLE - 1)
      assert.equal((await get('/', cookie)).body, 'alice')
      clock.advance(IDLE - 1)
      assert.equal((await get('/', cookie)).body, 'alice')
      clock.advance(IDLE)
      assert.equal((await get('/', cookie)).body, 'undefined')
    })

    test('a session in use does not end, however often it is asked for', async (t) => {
      for (const step of [1000, QUARTER - 1, QUARTER, 3 * QUARTER]) {
        const { get, clock, cookie } = await visited(t, {}, {}, new Store())
        for (let passed = 0; passed < 5 * IDLE; passed += step) {
          clock.advance(step)
          assert.equal((await get('/', cookie)).body, 'alice')
        }
        clock.advance(IDLE)
        assert.equal((await get('/', cookie)).body, 'undefined')
      }
    })
  })
}

describe('idleTimeout', opts, () => {
  test('the record is written at most once in a quarter of it', async (t) => {
    const { calls, clock } = await visited(t)
    clock.advance(QUARTER - 1)
    assert.deepEqual(await calls(), ['get', 'touch'])
    clock.advance(1)
    assert.deepEqual(await calls(), ['get', 'get', 'set'])
    assert.deepEqual(await calls(), ['get', 'touch'])
    clock.advance(QUARTER - 1)
    assert.deepEqual(await calls(), ['get', 'touch'])
    clock.advance(1)
    assert.deepEqual(await calls(), ['get', 'get', 'set'])
  })

  test('a session that requests close does not end while it is in use, and is written as seldom', async (t) => {
    const { get, calls, clock, cookie } = await visited(t, {}, {
      '/close': async (req, res) => { await req.session.close(); res.end(String(req.session.user)) }
    })
    assert.deepEqual(await calls('/close'), ['get', 'touch'])
    for (let round = 0; round < 6; round++) {
      clock.advance(IDLE / 2)
      assert.deepEqual(await calls('/close'), ['get', 'get', 'set'])
    }
    assert.equal((await get('/close', cookie)).body, 'alice')
  })

  test('a renewal keeps what others wrote while the request was under way', async (t) => {
    const { get, clock, cookie, store } = await visited(t, {}, {
      '/slow': async (req, res) => { await get('/change', cookie); res.end() }
    })
    clock.advance(QUARTER)
    // The change is newer than a quarter, but the slow request does not know of it.
    await get('/slow', cookie)
    assert.equal(store.read().views, 1)
    assert.equal(store.read().cookie.life.touched, clock.now)
  })

  test('a renewal does not bring back what was destroyed while the request was under way', async (t) => {
    const { get, clock, cookie, store } = await visited(t, {}, {
      '/slow': (req, res) => { store.records.clear(); res.end() }
    })
    clock.advance(QUARTER)
    await get('/slow', cookie)
    assert.equal(store.records.size, 0)
  })

  for (const path of ['/change', '/save']) {
    test(`where the request changed the session its own save carries the time (${path})`, async (t) => {
      const { calls, clock, store } = await visited(t)
      clock.advance(QUARTER)
      const called = await calls(path)
      assert.equal(called.filter((method) => method === 'set').length, 1, String(called))
      assert.equal(store.read().cookie.life.touched, clock.now)
      clock.advance(QUARTER - 1)
      assert.deepEqual(await calls(), ['get', 'touch'])
    })
  }

  test('a renewal that fails is an error for next, and the response is sent', async (t) => {
    for (const method of ['get', 'set']) {
      const { get, clock, cookie, store, errors } = await visited(t, {}, {
        '/slow': (req, res) => { store.failing.add(method); res.end('sent') }
      })
      clock.advance(QUARTER)
      assert.equal((await get('/slow', cookie)).body, 'sent')
      assert.deepEqual(errors.map(({ message }) => message), [`${method} failed`])
    }
  })

  test('a record without a time begins now', async (t) => {
    const { clock, cookie, store } = await visited(t, { idleTimeout: undefined, absoluteTimeout: 100 * IDLE })
    const [id] = store.records.keys()
    assert.equal(store.read(id).cookie.life.touched, undefined)
    clock.advance(10 * IDLE)
    const on = await serve(t, { idleTimeout: IDLE, store }, handlers)
    assert.equal((await on.get('/', cookie)).body, 'alice')
    assert.equal(store.read(id).cookie.life.touched, clock.now)
    clock.advance(IDLE)
    assert.equal((await on.get('/', cookie)).body, 'undefined')
  })

  test('it ends a session that is used, where an absolute end comes first', async (t) => {
    const { get, clock, cookie } = await visited(t, { absoluteTimeout: 2 * IDLE })
    for (let passed = QUARTER; passed < 2 * IDLE; passed += QUARTER) {
      clock.advance(QUARTER)
      assert.equal((await get('/', cookie)).body, 'alice')
    }
    clock.advance(QUARTER - 1)
    assert.equal((await get('/', cookie)).body, 'alice')
    clock.advance(1)
    assert.equal((await get('/', cookie)).body, 'undefined')
  })

  test('touchAfter saves the touches between renewals, and no renewal', async (t) => {
    const { calls, clock } = await visited(t, { touchAfter: IDLE / 2 - 1 })
    clock.advance(QUARTER - 1)
    assert.deepEqual(await calls(), ['get'])
    clock.advance(1)
    assert.deepEqual(await calls(), ['get', 'get', 'set'])
    assert.deepEqual(await calls(), ['get'])
  })

  test('what a renewal writes is read by a request without the option', async (t) => {
    const { clock, cookie, calls, store } = await visited(t, { cookie: { maxAge: 10 * IDLE } })
    clock.advance(QUARTER)
    await calls()
    assert.equal(Date.parse(store.read().cookie.expires), clock.now + 10 * IDLE)
    const off = await serve(t, { store, cookie: { maxAge: 10 * IDLE } }, handlers)
    clock.advance(2 * IDLE)
    assert.equal((await off.get('/', cookie)).body, 'alice')
  })

  for (const idleTimeout of [0, -1, NaN, Infinity, '1000', {}, true]) {
    test(`idleTimeout: ${String(idleTimeout)} is a TypeError`, () => {
      assert.throws(() => sessions({ idleTimeout }), { name: 'TypeError', message: 'idleTimeout option must be a number of milliseconds, 1 or more' })
    })
  }
})
