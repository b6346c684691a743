// Does a session end so long after it was created, however long store and browser would go on?
'use strict'

const { describe, test } = require('node:test')
const assert = require('node:assert/strict')
const reference = require('express-session')
const { serve, session, sessions, oursOnly } = require('./app')
const { run } = require('./mock')
const { movedClock } = require('./moved-clock')
const PatientStore = require('./patient-store')
const { patientStoreOf } = PatientStore
const RecordingStore = require('./recording-store')
const { SECRET, signedCookie } = require('./signed-cookie')

const opts = oursOnly('has no such option')
const HOUR = 3600000

const expiryIn = (text) => Date.parse(/Expires=([^;]+)/.exec(text)[1])

const handlers = {
  '/in': (req, res) => { req.session.user = 'alice'; res.end() },
  '/': (req, res) => res.end(String(req.session.user)),
  '/save': (req, res) => req.session.save(() => res.end(String(req.session.user))),
  '/touch': (req, res) => { req.session.touch(); res.end(String(req.session.user)) },
  '/change': (req, res) => { req.session.views = (req.session.views || 0) + 1; res.end(String(req.session.user)) },
  '/reload': (req, res) => req.session.reload((error) => res.end(error ? error.message : String(req.session.user))),
  '/regenerate': (req, res) => req.session.regenerate({ keep: true }, () => res.end(String(req.session.user))),
  '/cookie': (req, res) => { req.session.cookie = new session.Cookie({ maxAge: 9 * HOUR }); req.session.views = 1; res.end() },
  '/extend': (req, res) => { req.session.cookie.maxAge = 90 * HOUR; req.session.views = 1; res.end(String(req.session.user)) }
}

async function visited (t, options, more) {
  const clock = movedClock(t)
  const store = options.store ?? new PatientStore()
  const app = await serve(t, { absoluteTimeout: HOUR, store, ...options }, { ...handlers, ...more })
  const { cookie } = await app.get('/in')
  store.called?.()
  return { ...app, clock, store, cookie, id: decodeURIComponent(cookie).slice('connect.sid=s:'.length).split('.')[0] }
}

describe('absoluteTimeout', opts, () => {
  for (const resave of [false, true]) {
    for (const rolling of [false, true]) {
      test(`a session is accepted 1 ms before its end, and not at its end (resave: ${resave}, rolling: ${rolling})`, async (t) => {
        const { get, clock, cookie, store, id } = await visited(t, { resave, rolling })
        clock.advance(HOUR - 1)
        assert.equal((await get('/', cookie)).body, 'alice')
        clock.advance(1)
        assert.equal((await get('/', cookie)).body, 'undefined')
        assert.equal(store.read(id), undefined, 'it is destroyed')
        assert.equal((await get('/', cookie)).body, 'undefined')
      })
    }
  }

  for (const use of ['/', '/save', '/touch', '/change', '/reload', '/extend']) {
    test(`${use} does not move the end`, async (t) => {
      const { get, clock, cookie } = await visited(t, { rolling: true, cookie: { maxAge: 24 * HOUR } })
      for (let step = 0; step < 3; step++) {
        clock.advance(HOUR / 3 - (step === 2 ? 1 : 0))
        assert.equal((await get(use, cookie)).body, 'alice')
      }
      clock.advance(1)
      assert.equal((await get('/', cookie)).body, 'undefined')
    })
  }

  test('a cookie object that the application puts in its place does not, either', async (t) => {
    const { get, clock, cookie } = await visited(t, {})
    clock.advance(HOUR - 1)
    await get('/cookie', cookie)
    clock.advance(1)
    assert.equal((await get('/', cookie)).body, 'undefined')
  })

  test('regenerate starts a new life', async (t) => {
    const { get, clock, cookie } = await visited(t, {})
    clock.advance(HOUR - 1)
    const { cookie: next } = await get('/regenerate', cookie)
    clock.advance(HOUR - 1)
    assert.equal((await get('/', next)).body, 'alice')
    clock.advance(1)
    assert.equal((await get('/', next)).body, 'undefined')
  })

  test("neither the cookie's expiry nor the store's lies behind the end", async (t) => {
    const { get, clock, cookie, store, id } = await visited(t, { rolling: true, cookie: { maxAge: 24 * HOUR } })
    const end = clock.now + HOUR
    clock.advance(HOUR / 2)
    assert.equal(expiryIn((await get('/', cookie)).setCookies[0]), end)
    assert.deepEqual(store.touches.map(Number), [end])
    assert.equal(expiryIn((await get('/change', cookie)).setCookies[0]), end)
    const record = store.read(id)
    assert.equal(Date.parse(record.cookie.expires), end)
    assert.equal(record.cookie.originalMaxAge, 24 * HOUR)
    assert.equal(expiryIn((await get('/extend', cookie)).setCookies[0]), end)
  })

  test('a cookie that lasts as long as the browser still does, while the store may forget the session at its end', async (t) => {
    const { get, clock, cookie, store, id } = await visited(t, {})
    const end = clock.now + HOUR
    assert.equal(Date.parse(store.read(id).cookie.expires), end)
    assert.equal(store.read(id).cookie.originalMaxAge, null)
    const app = await serve(t, { absoluteTimeout: HOUR, store, rolling: true }, {
      '/': (req, res) => res.end(JSON.stringify([req.session.cookie.expires, req.session.cookie.maxAge]))
    })
    const { body, setCookies } = await app.get('/', cookie)
    assert.equal(body, '[null,null]')
    assert.doesNotMatch(setCookies[0], /Expires/)
    assert.deepEqual(store.touches.map(Number), [end])
    assert.equal((await get('/', cookie)).setCookies.length, 0)
  })

  test('a session from before it was switched on begins when it is first seen, and only then', async (t) => {
    const clock = movedClock(t)
    const store = new PatientStore()
    const before = await serve(t, { store }, handlers)
    const { cookie } = await before.get('/in')
    assert.equal(store.read().cookie.life, undefined)
    clock.advance(9 * HOUR)
    const { get } = await serve(t, { absoluteTimeout: HOUR, store }, handlers)
    assert.equal((await get('/', cookie)).body, 'alice')
    clock.advance(HOUR - 1)
    assert.equal((await get('/', cookie)).body, 'alice')
    clock.advance(1)
    assert.equal((await get('/', cookie)).body, 'undefined')
  })

  test('where the application saves such a session itself, that is the write', async (t) => {
    const store = new PatientStore()
    const before = await serve(t, { store }, handlers)
    const { cookie } = await before.get('/in')
    const { get } = await serve(t, { absoluteTimeout: HOUR, store }, handlers)
    store.called()
    await get('/save', cookie)
    assert.deepEqual(store.called(), ['get', 'set', 'touch'])
    await get('/', cookie)
    assert.deepEqual(store.called(), ['get', 'touch'])
  })

  test('what a store loads outside of a request ends, and keeps its end', async (t) => {
    const { store, clock, get, cookie, id } = await visited(t, {})
    const loaded = await store.load(id)
    loaded.views = 7
    await loaded.save()
    assert.equal(store.read(id).views, 7)
    clock.advance(HOUR - 1)
    assert.equal((await store.load(id)).user, 'alice')
    assert.equal((await get('/', cookie)).body, 'alice')
    clock.advance(1)
    assert.equal(await store.load(id), undefined)
    assert.equal((await get('/', cookie)).body, 'undefined')
  })

  test('a session that ends while a request is under way is not loaded again', async (t) => {
    const { get, clock, cookie } = await visited(t, {}, {
      '/slow': (req, res) => { clock.advance(HOUR); handlers['/reload'](req, res) }
    })
    assert.equal((await get('/slow', cookie)).body, 'failed to load session')
  })

  test('a store that fails to destroy it gives it to nobody all the same', async (t) => {
    const { get, clock, cookie, store } = await visited(t, {})
    store.failing.add('destroy')
    clock.advance(HOUR)
    assert.equal((await get('/', cookie)).body, 'undefined')
    assert.equal((await get('/', cookie)).body, 'undefined')
  })

  test('a clock that is turned back logs nobody out, and moves no end', async (t) => {
    const { get, clock, cookie } = await visited(t, {})
    clock.advance(-10 * HOUR)
    assert.equal((await get('/change', cookie)).body, 'alice')
    clock.advance(11 * HOUR - 1)
    assert.equal((await get('/', cookie)).body, 'alice')
    clock.advance(1)
    assert.equal((await get('/', cookie)).body, 'undefined')
  })

  test('MemoryStore forgets the session at its end by itself', async (t) => {
    const { clock, store } = await visited(t, { store: new RecordingStore() })
    const count = () => new Promise((resolve) => store.length((_, length) => resolve(length)))
    clock.advance(HOUR - 1)
    assert.equal(await count(), 1)
    clock.advance(1)
    assert.equal(await count(), 0)
  })

  test('a record is read by express-session 1.19.0, and the reverse', async (t) => {
    const { get, clock, cookie, store, id } = await visited(t, {})
    const TheirStore = patientStoreOf(reference.Store)
    const theirs = Object.assign(new TheirStore(), { records: store.records })
    const { req } = await run(reference({ secret: SECRET, resave: false, saveUninitialized: false, store: theirs }), { cookie })
    assert.equal(req.session.user, 'alice')
    await new Promise((resolve) => req.session.save(resolve))
    assert.deepEqual(store.read(id), { cookie: { originalMaxAge: null, expires: store.read(id).cookie.expires, httpOnly: true, path: '/' }, user: 'alice' })
    assert.equal((await get('/', cookie)).body, 'alice')
    clock.advance(HOUR - 1)
    assert.equal((await get('/', cookie)).body, 'alice')
  })

  test('while it is off, records are what they were', async (t) => {
    movedClock(t)
    const store = new PatientStore()
    const { cookie } = await (await serve(t, { absoluteTimeout: HOUR, store }, handlers)).get('/in')
    const { get } = await serve(t, { store: Object.assign(new PatientStore(), { records: store.records }) }, handlers)
    await get('/change', cookie)
    assert.deepEqual(Object.keys(store.read().cookie), ['originalMaxAge', 'expires', 'httpOnly', 'path'])
  })

  for (const [what, life] of [['text', 'x'], ['null', null], ['a list', [1]], ['other types', { created: '1', touched: {}, end: null, trial: 1, next: {} }]]) {
    test(`a record with ${what} for what is ours is one that says nothing`, async (t) => {
      movedClock(t)
      const store = new PatientStore()
      store.records.set('odd', JSON.stringify({ cookie: { originalMaxAge: null, expires: null, path: '/', life }, user: 'alice' }))
      const { get } = await serve(t, { absoluteTimeout: HOUR, idleTimeout: HOUR, probation: 1000, store }, handlers)
      assert.equal((await get('/', signedCookie('odd'))).body, 'alice')
      assert.equal(typeof store.read('odd').cookie.life.created, 'number')
    })
  }

  for (const absoluteTimeout of [0, -1, NaN, Infinity, '1000', {}, true]) {
    test(`absoluteTimeout: ${String(absoluteTimeout)} is a TypeError`, () => {
      assert.throws(() => sessions({ absoluteTimeout }), { name: 'TypeError', message: 'absoluteTimeout option must be a number of milliseconds, 1 or more' })
    })
  }
})

describe('expireAt', opts, () => {
  const until = (ms) => (req, res) => { req.session.expireAt(new Date(Date.now() + ms)); res.end(String(req.session.user)) }

  test('a session ends then, and a later end changes nothing', async (t) => {
    const { get, clock, cookie, store, id } = await visited(t, {}, { '/short': until(1000), '/long': until(9 * HOUR) })
    const end = clock.now + 1000
    assert.equal((await get('/short', cookie)).body, 'alice')
    assert.equal(store.read(id).cookie.life.end, end)
    assert.equal((await get('/long', cookie)).body, 'alice')
    clock.advance(999)
    assert.equal((await get('/', cookie)).body, 'alice')
    clock.advance(1)
    assert.equal((await get('/', cookie)).body, 'undefined')
  })

  test('a request that was under way, and is a use that is written down, does not undo it', async (t) => {
    const { get, clock, cookie } = await visited(t, { idleTimeout: HOUR }, {
      '/short': until(1000),
      '/slow': async (req, res) => { await get('/short', cookie); res.end() }
    })
    clock.advance(HOUR / 4)
    await get('/slow', cookie)
    clock.advance(999)
    assert.equal((await get('/', cookie)).body, 'alice')
    clock.advance(1)
    assert.equal((await get('/', cookie)).body, 'undefined')
  })

  test('a reload does not forget it', async (t) => {
    const { get, clock, cookie } = await visited(t, {}, {
      '/short': (req, res) => req.session.expireAt(Date.now() + 1000).reload(() => res.end())
    })
    await get('/short', cookie)
    clock.advance(1000)
    assert.equal((await get('/', cookie)).body, 'undefined')
  })

  test('what is no date is a TypeError', async (t) => {
    const { get, cookie } = await visited(t, {}, {
      '/wrong': (req, res) => {
        for (const date of [new Date(NaN), undefined, null, '2030-01-01', {}, NaN]) {
          assert.throws(() => req.session.expireAt(date), { name: 'TypeError', message: 'expireAt needs a Date or milliseconds since the epoch' })
        }
        res.end('checked')
      }
    })
    assert.equal((await get('/wrong', cookie)).body, 'checked')
  })

  test('data under that name stays, and while absoluteTimeout is off nothing is there', async (t) => {
    const store = new PatientStore()
    const off = await serve(t, { store }, {
      '/': (req, res) => { const was = req.session.expireAt; req.session.expireAt = 5; res.end(String(was)) }
    })
    const { body, cookie } = await off.get('/')
    assert.equal(body, 'undefined')
    assert.equal((await off.get('/', cookie)).body, '5')
    const on = await serve(t, { store, absoluteTimeout: HOUR }, { '/': (req, res) => res.end(JSON.stringify(req.session.expireAt)) })
    assert.equal((await on.get('/', cookie)).body, '5')
  })
})

describe('two middlewares with one store', opts, () => {
  test('a session is read again by the limits of the one through which the request came', async (t) => {
    const clock = movedClock(t)
    const store = new PatientStore()
    const { get } = await serve(t, { store, absoluteTimeout: HOUR }, {
      ...handlers,
      '/late': (req, res) => { clock.advance(HOUR); handlers['/reload'](req, res) }
    })
    sessions({ store, absoluteTimeout: 9 * HOUR })
    const { cookie } = await get('/in')
    assert.equal((await get('/late', cookie)).body, 'failed to load session')
  })
})

test('what a store puts into a session that it is given stays there', opts, async (t) => {
  class RevisingStore extends PatientStore {
    set (id, record, callback) {
      super.set(id, record, (error) => { record._rev = (record._rev ?? 0) + 1; callback(error) })
    }
  }
  const revised = (req, res) => {
    req.session.views = 1
    req.session.save(() => res.end(`${req.session._rev} ${req.session.views}`))
    req.session.views = 2
  }
  const { get, cookie } = await visited(t, { store: new RevisingStore() }, { '/revised': revised })
  assert.equal((await get('/revised', cookie)).body, '1 2')
})
