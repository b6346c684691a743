// What can a handler do with `req.session`, and what is `req.session` afterwards?
'use strict'

const { describe, test } = require('node:test')
const assert = require('node:assert/strict')
const { oursOnly, session, sessions, serve } = require('./app')
const { run } = require('./mock')
const RecordingStore = require('./recording-store')
const { signedCookie, idIn } = require('./signed-cookie')

async function load (data, options) {
  const store = new RecordingStore()
  const cookie = store.seed(data)
  const { req, res } = await run(sessions({ store, ...options }), { cookie })
  store.calls.length = 0
  return { req, res, store }
}

const done = (start) => new Promise((resolve) => start((...args) => resolve(args)))

describe('regenerate', () => {
  test('R15 gives a new id and an empty session, and the old id is dead', async (t) => {
    const app = await serve(t, {}, {
      '/login': (req, res) => {
        req.session.user = 'alice'
        res.end()
      },
      '/renew': (req, res) => req.session.regenerate(() => {
        req.session.renewed = true
        res.end(JSON.stringify(Object.keys(req.session)))
      }),
      '/': (req, res) => res.end(JSON.stringify(req.session))
    })
    const old = await app.get('/login')
    const renewed = await app.get('/renew', old.cookie)
    assert.deepEqual(JSON.parse(renewed.body), ['cookie', 'renewed'])
    assert.notEqual(idIn(renewed.cookie), idIn(old.cookie))

    const revisited = await app.get('/', old.cookie)
    assert.equal(JSON.parse(revisited.body).user, undefined)
    assert.equal(JSON.parse((await app.get('/', renewed.cookie)).body).renewed, true)
  })

  test('R15 sends the new cookie at once, though nothing was put into the session', async (t) => {
    const store = new RecordingStore()
    const app = await serve(t, { store }, (req, res) => req.session.regenerate(() => res.end(req.sessionID)))
    const { cookie, body } = await app.get('/', store.seed({ user: 'alice' }))
    assert.equal(idIn(cookie), body)
    assert.deepEqual(Object.keys(store.sessions), [body])
  })

  test('replaces req.session and req.sessionID before its callback', async () => {
    const { req } = await load({ user: 'alice' })
    const before = req.session
    const returned = await new Promise((resolve) => {
      const result = before.regenerate(() => setImmediate(() => resolve(result)))
    })
    assert.equal(returned, before)
    assert.notEqual(req.session, before)
    assert.equal(req.session.id, req.sessionID)
    assert.notEqual(req.sessionID, 'seeded')
    assert.equal(before.id, 'seeded')
    assert.equal(before.user, 'alice')
  })

  test('hands on what the store reported, with a new session all the same', async () => {
    const { req, store } = await load()
    store.destroy = (id, callback) => callback(new Error('disk full'))
    const [error] = await done((callback) => req.session.regenerate(callback))
    assert.equal(error.message, 'disk full')
    assert.notEqual(req.session.id, 'seeded')
  })
})

describe('destroy', () => {
  test('removes req.session at once and the stored session', async () => {
    const { req, store } = await load({ user: 'alice' })
    const before = req.session
    const [error] = await done((callback) => {
      assert.equal(before.destroy(callback), before)
      assert.equal('session' in req, false)
    })
    assert.equal(error, undefined)
    assert.equal(store.read(), undefined)
  })

  test('needs no callback', async () => {
    const { req, store } = await load()
    req.session.destroy()
    assert.equal(store.read(), undefined)
  })

  test('hands on what the store reported', async () => {
    const { req, store } = await load()
    store.destroy = (id, callback) => callback(new Error('disk full'))
    assert.equal((await done((callback) => req.session.destroy(callback)))[0].message, 'disk full')
  })
})

describe('reload', () => {
  test('makes a new session object from the store and drops what was not saved', async () => {
    const { req } = await load({ user: 'alice' })
    const before = req.session
    before.user = 'bob'
    const [error] = await done((callback) => before.reload(callback))
    assert.equal(error, undefined)
    assert.notEqual(req.session, before)
    assert.ok(req.session instanceof session.Session)
    assert.equal(req.session.id, 'seeded')
    assert.equal(req.session.user, 'alice')
  })

  test('sees what another request stored meanwhile', async () => {
    const { req, store } = await load({ user: 'alice' })
    store.seed({ user: 'carol' })
    await done((callback) => req.session.reload(callback))
    assert.equal(req.session.user, 'carol')
  })

  test('can be repeated on the session it made', async () => {
    const { req, store } = await load({ round: 0 })
    for (const round of [1, 2, 3]) {
      store.seed({ round })
      await done((callback) => req.session.reload(callback))
      assert.equal(req.session.round, round)
    }
  })

  test('keeps the original maxAge', async () => {
    const { req } = await load({ cookie: { originalMaxAge: 90000, expires: new Date(Date.now() + 60000), path: '/' } })
    await done((callback) => req.session.reload(callback))
    assert.equal(req.session.cookie.originalMaxAge, 90000)
  })

  test('fails with "failed to load session" when the session is gone', async () => {
    const { req, store } = await load()
    store.clear()
    const before = req.session
    const [error] = await done((callback) => before.reload(callback))
    assert.equal(error.message, 'failed to load session')
    assert.equal(req.session, before)
  })

  test('hands on what the store reported', async () => {
    const { req, store } = await load()
    store.get = (id, callback) => callback(new Error('disk on fire'))
    assert.equal((await done((callback) => req.session.reload(callback)))[0].message, 'disk on fire')
  })

  const afterwards = [
    ['and no change is touched', () => {}, ['get', 'get', 'touch']],
    ['and a change is saved', (req) => { req.session.user = 'bob' }, ['get', 'get', 'set']],
    ['and a save by hand is not saved again', (req) => {
      req.session.user = 'bob'
      return done((callback) => req.session.save(callback))
    }, ['get', 'get', 'set', 'touch']]
  ]
  for (const [what, handler, calls] of afterwards) {
    test(`${what} after it`, async (t) => {
      const store = new RecordingStore()
      const cookie = store.seed({ user: 'alice' })
      const app = await serve(t, { store }, async (req, res) => {
        await done((callback) => req.session.reload(callback))
        await handler(req)
        res.end()
      })
      await app.get('/', cookie)
      assert.deepEqual(store.calls, calls)
    })
  }
})

describe('save', () => {
  test('stores the session under its id and then calls back', async () => {
    const { req, store } = await load({ user: 'alice' })
    req.session.user = 'bob'
    const [error] = await done((callback) => req.session.save(callback))
    assert.equal(error, undefined)
    assert.equal(store.read().user, 'bob')
  })

  test('needs no callback', async () => {
    const { req, store } = await load({ user: 'alice' })
    req.session.user = 'bob'
    req.session.save()
    assert.equal(store.read().user, 'bob')
  })

  test('gives the store a callback in any case', async () => {
    const { req, store } = await load()
    let given
    store.set = (id, sess, callback) => { given = callback }
    req.session.save()
    assert.equal(given(new Error('nobody asked')), undefined)
  })

  test('hands on what the store reported', async () => {
    const { req, store } = await load()
    store.set = (id, sess, callback) => callback(new Error('disk full'))
    assert.equal((await done((callback) => req.session.save(callback)))[0].message, 'disk full')
  })

  test('makes the data visible to a request that comes before the response', async (t) => {
    const app = await serve(t, {}, {
      '/': async (req, res) => {
        req.session.user = 'alice'
        await done((callback) => req.session.save(callback))
        const { body } = await app.get('/who', signedCookie(req.sessionID))
        res.end(body)
      },
      '/who': (req, res) => res.end(req.session.user)
    })
    assert.equal((await app.get()).body, 'alice')
  })
})

describe('touch and resetMaxAge', () => {
  for (const method of ['touch', 'resetMaxAge']) {
    test(`${method} sets maxAge back to the original and gives the session`, async () => {
      const { req } = await load({ cookie: { originalMaxAge: 60000, expires: new Date(Date.now() + 1000), path: '/' } })
      assert.ok(req.session.cookie.maxAge <= 1000)
      assert.equal(req.session[method](), req.session)
      assert.ok(req.session.cookie.maxAge > 50000)
    })

    test(`${method} keeps the original, though the clock goes on`, oursOnly('takes what is left of it for the original'), async (t) => {
      const { req } = await load({ cookie: { originalMaxAge: 60000, expires: new Date(Date.now() + 1000), path: '/' } })
      let now = Date.now()
      t.mock.method(Date, 'now', () => ++now)
      req.session[method]()
      assert.equal(req.session.cookie.originalMaxAge, 60000)
    })

    test(`${method} leaves a cookie without expiry without one`, async () => {
      const { req } = await load()
      req.session[method]()
      assert.equal(req.session.cookie.expires, null)
    })
  }

  test('a session class may replace touch, and the middleware uses that', async (t) => {
    let touched = 0
    const app = await serve(t, {}, (req, res) => {
      req.session.touch = () => { touched += 1 }
      res.end()
    })
    await app.get()
    assert.equal(touched, 1)
  })
})

describe('the session object', () => {
  test('has no enumerable property besides cookie and the data', async () => {
    const { req } = await load({ user: 'alice' })
    const seen = []
    for (const key in req.session) seen.push(key)
    assert.deepEqual(seen.sort(), ['cookie', 'user'])
    assert.deepEqual(Object.keys(req.session).sort(), ['cookie', 'user'])
  })

  test('a new one holds its cookie alone', async () => {
    const { req } = await run(sessions())
    assert.deepEqual(Object.keys(req.session), ['cookie'])
  })

  test('has a fixed id and the request, both hidden', async () => {
    const { req } = await load()
    assert.equal(req.session.id, 'seeded')
    assert.equal(req.session.req, req)
    assert.throws(() => { req.session.id = 'other' }, TypeError)
    assert.throws(() => { req.session.req = {} }, TypeError)
  })

  test('keeps its id when req.sessionID is changed', async () => {
    const { req } = await load()
    req.sessionID = 'other'
    assert.equal(req.session.id, 'seeded')
  })

  test('stored data never replaces its methods', async () => {
    const names = ['id', 'req', 'touch', 'resetMaxAge', 'save', 'reload', 'destroy', 'regenerate', 'toString', 'constructor']
    const { req } = await load(Object.fromEntries(names.map((name) => [name, 'stored'])))
    for (const name of names) assert.notEqual(req.session[name], 'stored', name)
  })

  test('R5 a stored __proto__ changes no prototype', async () => {
    const { req } = await load(JSON.parse('{"__proto__":{"admin":true}}'))
    assert.equal(req.session.admin, undefined)
    assert.equal({}.admin, undefined)
    assert.ok(req.session instanceof session.Session)
  })

  test('its methods can be replaced, as testing tools do', async () => {
    const { req } = await load()
    for (const method of ['save', 'reload', 'touch', 'destroy', 'regenerate']) {
      const mine = () => {}
      req.session[method] = mine
      assert.equal(req.session[method], mine)
    }
  })

  test('data of every JSON kind comes back', async (t) => {
    const data = { text: 'é☃😀\u2028"\\', number: -1.5e300, none: null, yes: true, list: [1, [2]], nested: { a: { b: {} } }, '': 'empty name' }
    const app = await serve(t, {}, (req, res) => {
      if (req.url === '/write') Object.assign(req.session, { data })
      res.end(JSON.stringify(req.session.data))
    })
    const { cookie } = await app.get('/write')
    assert.deepEqual(JSON.parse((await app.get('/', cookie)).body), data)
  })
})

describe('Session made by hand', () => {
  const request = { sessionID: 'by-hand' }

  test('takes over the data, the id and the request', () => {
    const made = new session.Session(request, { user: 'alice' })
    assert.deepEqual([made.id, made.req, made.user], ['by-hand', request, 'alice'])
  })

  for (const data of [undefined, null, 'text', 7, true]) {
    test(`has no data when given ${JSON.stringify(data)}`, () => {
      assert.deepEqual(Object.keys(new session.Session(request, data)), [])
    })
  }

  test('takes inherited data too', () => {
    assert.equal(new session.Session(request, Object.create({ user: 'alice' })).user, 'alice')
  })
})
