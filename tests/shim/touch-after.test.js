// How often does a store hear of a session that does not change?
'use strict'

const { describe, test } = require('node:test')
const assert = require('node:assert/strict')
const { serve, sessions, oursOnly } = require('./app')
const { movedClock } = require('./moved-clock')
const PatientStore = require('./patient-store')
const RecordingStore = require('./recording-store')

const opts = oursOnly('has no such option')
const MINUTE = 60000

const handlers = {
  '/in': (req, res) => { req.session.user = 'alice'; res.end() },
  '/': (req, res) => res.end(String(req.session.user)),
  '/change': (req, res) => { req.session.views = (req.session.views || 0) + 1; res.end() },
  '/regenerate': (req, res) => req.session.regenerate({ keep: true }, () => res.end()),
  '/out': (req, res) => req.session.destroy(() => res.end())
}

const visited = async (t, options, Store = PatientStore) => {
  const clock = movedClock(t)
  const store = new Store()
  const app = await serve(t, { store, touchAfter: MINUTE, ...options }, handlers)
  const { cookie } = await app.get('/in')
  const calls = async (path = '/') => { store.calls.splice(0); await app.get(path, cookie); return store.calls.splice(0) }
  return { ...app, clock, store, cookie, calls }
}

describe('touchAfter', opts, () => {
  for (const Store of [PatientStore, RecordingStore]) {
    test(`a read-only request asks the store once instead of twice (${Store.name})`, async (t) => {
      const { calls } = await visited(t, {}, Store)
      assert.deepEqual(await calls(), ['get'])
      assert.deepEqual(await calls(), ['get'])
      const without = await visited(t, { touchAfter: undefined }, Store)
      assert.deepEqual(await without.calls(), ['get', 'touch'])
      assert.deepEqual(await without.calls(), ['get', 'touch'])
    })
  }

  test('the store hears of it again that much later, and not 1 ms earlier', async (t) => {
    const { calls, clock } = await visited(t, {})
    clock.advance(MINUTE - 1)
    assert.deepEqual(await calls(), ['get'])
    clock.advance(1)
    assert.deepEqual(await calls(), ['get', 'touch'])
    clock.advance(MINUTE - 1)
    assert.deepEqual(await calls(), ['get'])
    clock.advance(1)
    assert.deepEqual(await calls(), ['get', 'touch'])
  })

  test('a process that does not know the session touches it', async (t) => {
    const { store, cookie } = await visited(t, {})
    const { get } = await serve(t, { store, touchAfter: MINUTE }, handlers)
    store.called()
    await get('/', cookie)
    await get('/', cookie)
    assert.deepEqual(store.called(), ['get', 'touch', 'get'])
  })

  test('a session that changed is saved at once', async (t) => {
    const { calls } = await visited(t, {})
    assert.deepEqual(await calls('/change'), ['get', 'set'])
    assert.deepEqual(await calls(), ['get'])
  })

  test('a touch that failed is forgotten', async (t) => {
    const { calls, clock, store, errors } = await visited(t, {})
    clock.advance(MINUTE)
    store.failing.add('touch')
    assert.deepEqual(await calls(), ['get', 'touch'])
    assert.equal(errors.length, 1)
    store.failing.clear()
    assert.deepEqual(await calls(), ['get', 'touch'])
    assert.deepEqual(await calls(), ['get'])
  })

  test('a save that failed is not remembered', async (t) => {
    const { calls, clock, store } = await visited(t, {})
    clock.advance(MINUTE)
    store.failing.add('set')
    assert.deepEqual(await calls('/change'), ['get', 'set'])
    store.failing.clear()
    assert.deepEqual(await calls(), ['get', 'touch'])
  })

  test('a session that was destroyed is forgotten', async (t) => {
    const { calls, store, cookie, get } = await visited(t, { genid: () => 'one id' })
    await get('/out', cookie)
    // Somebody else made one with this id, of which this process has told the store nothing.
    store.set('one id', { cookie: { originalMaxAge: null, expires: null, path: '/' }, user: 'bob' })
    assert.deepEqual(await calls(), ['get', 'touch'])
  })

  test('a rolling cookie is set on every response all the same', async (t) => {
    const { get, cookie, calls, clock } = await visited(t, { rolling: true, cookie: { maxAge: 10 * MINUTE } })
    clock.advance(MINUTE / 2)
    const { setCookies } = await get('/', cookie)
    assert.equal(Date.parse(/Expires=([^;]+)/.exec(setCookies[0])[1]), clock.now + 10 * MINUTE)
    assert.deepEqual(await calls(), ['get'])
  })

  test('alone it leaves no trace in a record, and a limit that was given up is not kept', async (t) => {
    const { store, cookie, get } = await visited(t, {})
    const written = () => Object.keys(store.read().cookie)
    assert.deepEqual(written(), ['originalMaxAge', 'expires', 'httpOnly', 'path'])

    const sameBackend = Object.assign(new PatientStore(), { records: store.records })
    const limited = await serve(t, { store: sameBackend, touchAfter: MINUTE, absoluteTimeout: MINUTE }, handlers)
    await limited.get('/change', cookie)
    assert.ok(written().includes('life'))
    await get('/change', cookie)
    assert.deepEqual(written(), ['originalMaxAge', 'expires', 'httpOnly', 'path'])
  })

  test('a clock that is turned back costs a touch', async (t) => {
    const { calls, clock } = await visited(t, {})
    clock.advance(-1)
    assert.deepEqual(await calls(), ['get', 'touch'])
  })

  for (const [options, limit] of [
    [{ idleTimeout: 2 * MINUTE }, 'idleTimeout'], [{ cookie: { maxAge: 2 * MINUTE } }, 'cookie.maxAge'], [{ cookie: { maxAge: 1 } }, 'cookie.maxAge']
  ]) {
    test(`of ${JSON.stringify(options)} it must be less than half`, () => {
      assert.throws(() => sessions({ touchAfter: MINUTE, ...options }), { name: 'TypeError', message: `touchAfter option must be less than half of ${limit}` })
    })
  }

  test('a little less than half is accepted, and so is a cookie without an age', () => {
    assert.doesNotThrow(() => sessions({ touchAfter: MINUTE - 1, idleTimeout: 2 * MINUTE, cookie: { maxAge: 2 * MINUTE } }))
    assert.doesNotThrow(() => sessions({ touchAfter: MINUTE, cookie: { maxAge: null } }))
    assert.doesNotThrow(() => sessions({ touchAfter: MINUTE, cookie: () => ({ maxAge: 1 }) }))
  })

  for (const touchAfter of [0, -1, NaN, Infinity, '1000', {}, true]) {
    test(`touchAfter: ${String(touchAfter)} is a TypeError`, () => {
      assert.throws(() => sessions({ touchAfter }), { name: 'TypeError', message: 'touchAfter option must be a number of milliseconds, 1 or more' })
    })
  }
})
