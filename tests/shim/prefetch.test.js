// Is a request that a browser makes on a guess a use of the session?
'use strict'

const { describe, test } = require('node:test')
const assert = require('node:assert/strict')
const { serve, sessions, oursOnly } = require('./app')
const { movedClock } = require('./moved-clock')
const PatientStore = require('./patient-store')

const opts = oursOnly('has no such option')

const handlers = {
  '/in': (req, res) => { req.session.user = 'alice'; res.end() },
  '/': (req, res) => res.end(String(req.session?.user)),
  '/change': (req, res) => { req.session.views = (req.session.views || 0) + 1; res.end() },
  '/save': (req, res) => req.session.save(() => res.end()),
  '/regenerate': (req, res) => req.session.regenerate(() => res.end()),
  '/out': (req, res) => req.session.destroy(() => res.end())
}

const PREFETCH = { 'sec-purpose': 'prefetch' }

async function visited (t, options) {
  const store = new PatientStore()
  const app = await serve(t, { store, prefetch: 'neutral', rolling: true, cookie: { maxAge: 60000 }, ...options }, handlers)
  const { cookie } = await app.get('/in')
  store.called()
  const visit = async (path, headers) => {
    const { setCookies, body } = await app.request({ path, headers: { cookie, ...headers } })
    return { calls: store.called(), cookies: setCookies.length, body }
  }
  return { ...app, store, cookie, visit }
}

describe("prefetch: 'neutral'", opts, () => {
  for (const headers of [
    { 'sec-purpose': 'prefetch' }, { 'sec-purpose': 'prefetch;prerender' }, { 'sec-purpose': 'prefetch;anonymous-client-ip' },
    { purpose: 'prefetch' }, { 'x-moz': 'prefetch' }, { 'sec-purpose': 'Prefetch', purpose: 'prefetch' }
  ]) {
    for (const resave of [false, true]) {
      test(`${JSON.stringify(headers)} reads the session, and no more (resave: ${resave})`, async (t) => {
        const { visit } = await visited(t, { resave })
        assert.deepEqual(await visit('/', headers), { calls: ['get'], cookies: 0, body: 'alice' })
        assert.deepEqual(await visit('/', {}), { calls: ['get', resave ? 'set' : 'touch'], cookies: 1, body: 'alice' })
      })
    }
  }

  for (const headers of [{ purpose: 'preview' }, { 'sec-purpose': 'prerender' }, { 'x-purpose': 'prefetch' }, { purpose: '' }]) {
    test(`${JSON.stringify(headers)} is a use`, async (t) => {
      const { visit } = await visited(t)
      assert.deepEqual(await visit('/', headers), { calls: ['get', 'touch'], cookies: 1, body: 'alice' })
    })
  }

  test('one that changes the session saves it, and renews its cookie', async (t) => {
    const { visit, store } = await visited(t)
    assert.deepEqual(await visit('/change', PREFETCH), { calls: ['get', 'set'], cookies: 1, body: '' })
    assert.equal(store.read().views, 1)
  })

  test('one that regenerates or destroys the session does so', async (t) => {
    const { visit, store } = await visited(t)
    const regenerated = await visit('/regenerate', PREFETCH)
    assert.deepEqual(regenerated, { calls: ['get', 'destroy', 'set'], cookies: 1, body: '' })
    const { visit: again, store: other } = await visited(t, { clearOnDestroy: true })
    assert.deepEqual(await again('/out', PREFETCH), { calls: ['get', 'destroy'], cookies: 1, body: '' })
    assert.equal(other.records.size, 0)
    assert.equal(store.records.size, 1)
  })

  test('one without a session starts none, unless it puts something into it or saves it', async (t) => {
    const { request, store } = await visited(t, { saveUninitialized: true })
    const first = async (path) => {
      const { setCookies } = await request({ path, headers: PREFETCH })
      return [store.called(), setCookies.length]
    }
    assert.deepEqual(await first('/'), [[], 0])
    assert.deepEqual(await first('/change'), [['set'], 1])
    assert.deepEqual(await first('/save'), [['set'], 1])
  })

  test('it does not keep a session from ending', async (t) => {
    const clock = movedClock(t)
    const { visit } = await visited(t, { idleTimeout: 20000 })
    for (let step = 0; step < 3; step++) {
      clock.advance(6000)
      assert.deepEqual(await visit('/', PREFETCH), { calls: ['get'], cookies: 0, body: 'alice' })
    }
    clock.advance(2000)
    assert.equal((await visit('/', PREFETCH)).body, 'undefined')
  })

  test('while it is off, a prefetch is a use', async (t) => {
    const { visit } = await visited(t, { prefetch: undefined })
    assert.deepEqual(await visit('/', PREFETCH), { calls: ['get', 'touch'], cookies: 1, body: 'alice' })
  })

  for (const prefetch of ['', 'ignore', null, true, 1, {}]) {
    test(`prefetch: ${JSON.stringify(prefetch)} is a TypeError`, () => {
      assert.throws(() => sessions({ prefetch }), { name: 'TypeError', message: 'prefetch option must be "neutral"' })
    })
  }
})
