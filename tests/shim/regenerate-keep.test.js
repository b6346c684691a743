// What does a session that is regenerated keep, and who follows to the new one?
'use strict'

const { describe, test } = require('node:test')
const assert = require('node:assert/strict')
const { serve, sessions, oursOnly } = require('./app')
const { movedClock } = require('./moved-clock')
const PatientStore = require('./patient-store')
const RecordingStore = require('./recording-store')

const opts = oursOnly('carries nothing over')
const GRACE = 5000

const user = (session) => session.user
const idIn = (cookie) => decodeURIComponent(cookie).slice('connect.sid=s:'.length).split('.')[0]
const show = (req, res) => { const { cookie, ...data } = req.session; res.end(JSON.stringify(data)) }
const logIn = (req, res) => { Object.assign(req.session, { user: 'alice', cart: ['book'], views: 3 }); res.end() }

describe('regenerate with keep', opts, () => {
  const regenerated = async (t, keep, options) => {
    const app = await serve(t, options, {
      '/in': logIn,
      '/callback': (req, res) => req.session.regenerate({ keep }, (error) => { assert.ifError(error); show(req, res) }),
      '/promise': async (req, res) => {
        assert.equal(await req.session.regenerate({ keep }), req.session)
        show(req, res)
      },
      '/': show
    })
    const { cookie } = await app.get('/in')
    return { ...app, cookie }
  }

  for (const [keep, kept] of [
    [true, { user: 'alice', cart: ['book'], views: 3 }],
    [['cart', 'views'], { cart: ['book'], views: 3 }],
    [['nothing', 'cookie', '__proto__', 'save', 'id'], {}],
    [[], {}],
    [undefined, {}]
  ]) {
    for (const way of ['/callback', '/promise']) {
      test(`${JSON.stringify(keep)} keeps ${Object.keys(kept).join(', ') || 'nothing'} (${way.slice(1)})`, async (t) => {
        const { get, cookie } = await regenerated(t, keep)
        const answer = await get(way, cookie)
        assert.deepEqual(JSON.parse(answer.body), kept)
        assert.notEqual(idIn(answer.cookie), idIn(cookie))
        assert.deepEqual(JSON.parse((await get('/', answer.cookie)).body), kept)
        assert.equal((await get('/', cookie)).body, '{}', 'the old id is nobody')
      })
    }
  }

  for (const keep of ['user', 5, {}, false, [1]]) {
    test(`keep: ${JSON.stringify(keep)} is a TypeError, and the session stays`, async (t) => {
      const store = new RecordingStore()
      const { get } = await serve(t, { store }, (req, res) => {
        req.session.user = 'alice'
        assert.throws(() => req.session.regenerate({ keep }, () => {}), { name: 'TypeError', message: 'keep must be true or a list of names' })
        show(req, res)
      })
      assert.equal((await get('/')).body, '{"user":"alice"}')
      assert.deepEqual(store.calls, ['set'])
    })
  }

  test('where the store fails to destroy the old session nothing is carried over', async (t) => {
    const store = new PatientStore()
    const { get } = await serve(t, { store }, {
      '/in': logIn,
      '/out': (req, res) => req.session.regenerate({ keep: true }, (error) => { assert.match(error.message, /destroy failed/); show(req, res) })
    })
    const { cookie } = await get('/in')
    store.failing.add('destroy')
    assert.equal((await get('/out', cookie)).body, '{}')
  })
})

describe('regenerate with grace', opts, () => {
  const app = async (t, options, more) => {
    const clock = movedClock(t)
    const store = new PatientStore()
    const served = await serve(t, { store, user, ...options }, {
      '/in': logIn,
      '/': show,
      '/rotate': (req, res) => req.session.regenerate({ keep: true, grace: GRACE }, (error) => { assert.ifError(error); show(req, res) }),
      '/count': (req, res) => { req.session.views++; show(req, res) },
      '/log-out': (req, res) => req.session.destroy(() => res.end()),
      ...more
    })
    const { cookie } = await served.get('/in')
    return { ...served, clock, store, cookie }
  }

  for (const rolling of [false, true]) {
    test(`who brings the old id 1 ms before the grace is over follows, without a cookie; then no more (rolling: ${rolling})`, async (t) => {
      const { get, clock, cookie, store } = await app(t, { rolling, cookie: { maxAge: 60000 } })
      const { cookie: next } = await get('/rotate', cookie)
      clock.advance(GRACE - 1)
      const follower = await get('/count', cookie)
      assert.equal(JSON.parse(follower.body).views, 4)
      assert.deepEqual(follower.setCookies, [])
      assert.equal(JSON.parse((await get('/', next)).body).views, 4, 'it is one session')
      clock.advance(1)
      assert.equal((await get('/', cookie)).body, '{}')
      assert.equal(store.read(idIn(cookie)), undefined, 'nothing is left under the old id')
      assert.equal(JSON.parse((await get('/', next)).body).user, 'alice')
    })
  }

  test('20 parallel requests across a rotation: none is logged out, and there is one cookie', async (t) => {
    let arrived = 0
    let open
    const gate = new Promise((resolve) => { open = resolve })
    const slow = async (req, res) => {
      if (++arrived === 10) open()
      await gate
      if (req.url === '/slow-rotate') return req.session.regenerate({ keep: true, grace: GRACE }, (error) => { assert.ifError(error); show(req, res) })
      if (arrived % 2) req.session.views = 100
      show(req, res)
    }
    const { get, cookie, store } = await app(t, {}, { '/slow': slow, '/slow-rotate': slow })
    // Ten have loaded the old session when it is regenerated, two of them at once; ten come later.
    const first = Array.from({ length: 10 }, (_, index) => get(index < 2 ? '/slow-rotate' : '/slow', cookie))
    const early = await Promise.all(first)
    const late = await Promise.all(Array.from({ length: 10 }, () => get('/', cookie)))
    for (const { body } of [...early, ...late]) assert.equal(JSON.parse(body).user, 'alice')
    const cookies = [...early, ...late].flatMap(({ setCookies }) => setCookies)
    assert.equal(cookies.length, 1)
    assert.equal(JSON.parse((await get('/', cookies[0].split(';')[0])).body).user, 'alice')
    assert.equal(store.read(idIn(cookie)).user, undefined, 'what was under way has not brought the old session back')
    assert.equal(store.records.size, 2)
  })

  test('a session that cannot be serialized is not regenerated, and nobody waits for it', async (t) => {
    const { get, cookie } = await app(t, {}, {
      '/big': (req, res) => {
        req.session.big = 1n
        req.session.regenerate({ keep: true, grace: GRACE }, (error) => {
          assert.match(error.message, /BigInt/)
          delete req.session.big
          res.end()
        })
      }
    })
    await get('/big', cookie)
    assert.equal(JSON.parse((await get('/rotate', cookie)).body).user, 'alice')
  })

  test('genid may return a promise, and of two that wait for one there is one rotation', async (t) => {
    let count = 0
    const { get, cookie, store } = await app(t, { genid: async () => `id${++count}` })
    const answers = await Promise.all([get('/rotate', cookie), get('/rotate', cookie)])
    for (const { body } of answers) assert.equal(JSON.parse(body).user, 'alice')
    assert.equal(store.records.size, 2)
  })

  test('an id from before more rotations than a request follows ends no session', async (t) => {
    const { get, cookie } = await app(t)
    let last = cookie
    for (let count = 0; count < 9; count++) last = (await get('/rotate', last)).cookie
    assert.equal((await get('/', cookie)).body, '{}')
    assert.equal(JSON.parse((await get('/', last)).body).user, 'alice')
  })

  test('who logs out with the id from before two rotations logs out, and hears where that fails', async (t) => {
    for (const fails of [false, true]) {
      let go
      const gate = new Promise((resolve) => { go = resolve })
      let begun
      const arrived = new Promise((resolve) => { begun = resolve })
      const { get, cookie, store } = await app(t, {}, {
        '/slow-out': async (req, res) => { begun(); await gate; req.session.destroy((error) => res.end(String(error))) }
      })
      const out = get('/slow-out', cookie)
      await arrived
      const { cookie: second } = await get('/rotate', cookie)
      const { cookie: third } = await get('/rotate', second)
      const { destroy } = store
      store.destroy = function (id, callback) {
        if (fails && id === idIn(third)) setImmediate(callback, new Error('destroy failed'))
        else destroy.call(this, id, callback)
      }
      go()
      assert.equal((await out).body, fails ? 'Error: destroy failed' : 'undefined')
      assert.equal(store.records.size, fails ? 1 : 0)
    }
  })

  test('an attacker with the id from before log-in gets nothing: a grace at log-in throws', async (t) => {
    const { get } = await app(t, {}, {
      '/anonymous': (req, res) => { req.session.cart = ['book']; res.end() },
      '/log-in': (req, res) => {
        for (const keep of [true, ['cart'], undefined]) {
          assert.throws(() => req.session.regenerate({ keep, grace: GRACE }, () => {}), { name: 'TypeError', message: /^grace needs a session that belongs to a user/ })
        }
        req.session.regenerate({ keep: ['cart'] }, () => { req.session.user = 'alice'; show(req, res) })
      }
    })
    const { cookie: planted } = await get('/anonymous')
    const login = await get('/log-in', planted)
    assert.deepEqual(JSON.parse(login.body), { cart: ['book'], user: 'alice' })
    assert.equal((await get('/', planted)).body, '{}')
    assert.equal(JSON.parse((await get('/', login.cookie)).body).user, 'alice')
  })

  test('a user that is set behind the back of a grace does not let the old id in', async (t) => {
    const { get, cookie } = await app(t, {}, {
      '/other': (req, res) => req.session.regenerate({ keep: true, grace: GRACE }, () => { req.session.user = 'bob'; show(req, res) })
    })
    const { cookie: next } = await get('/other', cookie)
    assert.equal(JSON.parse((await get('/', next)).body).user, 'bob')
    assert.equal((await get('/', cookie)).body, '{}')
  })

  test('a new session that would be of nobody is a TypeError', async (t) => {
    const { get, cookie } = await app(t, {}, {
      '/wrong': (req, res) => {
        assert.throws(() => req.session.regenerate({ keep: ['cart'], grace: GRACE }, () => {}), /^TypeError: grace needs a new session that belongs to a user$/)
        for (const grace of [0, -1, NaN, '5000', null, Infinity]) {
          assert.throws(() => req.session.regenerate({ keep: true, grace }, () => {}), /^TypeError: grace must be a number of milliseconds, 1 or more$/)
        }
        show(req, res)
      }
    })
    assert.equal(JSON.parse((await get('/wrong', cookie)).body).user, 'alice')
  })

  test('without the option user it is a TypeError', async (t) => {
    const { get } = await serve(t, {}, (req, res) => {
      assert.throws(() => req.session.regenerate({ grace: GRACE }, () => {}), /^TypeError: grace needs the option user, /)
      res.end('checked')
    })
    assert.equal((await get('/')).body, 'checked')
    assert.throws(() => sessions({ user: 'name' }), { name: 'TypeError', message: 'user option must be a function' })
  })

  test('who logs out with the old id is logged out', async (t) => {
    const { get, cookie } = await app(t, {})
    const { cookie: next } = await get('/rotate', cookie)
    await get('/log-out', cookie)
    assert.equal((await get('/', next)).body, '{}')
    assert.equal((await get('/', cookie)).body, '{}')
  })

  test('who loaded the old session before it was regenerated and logs out is logged out', async (t) => {
    let go
    const gate = new Promise((resolve) => { go = resolve })
    let loaded
    const isLoaded = new Promise((resolve) => { loaded = resolve })
    const { get, cookie } = await app(t, {}, {
      '/slow-out': async (req, res) => { loaded(); await gate; req.session.destroy(() => res.end()) }
    })
    const out = get('/slow-out', cookie)
    await isLoaded
    const { cookie: next } = await get('/rotate', cookie)
    go()
    await out
    assert.equal((await get('/', next)).body, '{}')
    assert.equal((await get('/', cookie)).body, '{}')
  })

  test('a request follows through several rotations', async (t) => {
    const { get, cookie } = await app(t, {})
    const { cookie: second } = await get('/rotate', cookie)
    const { cookie: third } = await get('/rotate', second)
    assert.equal(JSON.parse((await get('/', cookie)).body).user, 'alice')
    assert.equal(JSON.parse((await get('/', third)).body).user, 'alice')
  })

  test('another process follows too: what leads to the new session is in the store', async (t) => {
    const { get, cookie, store } = await app(t, {})
    await get('/rotate', cookie)
    const other = Object.assign(new PatientStore(), { records: store.records })
    const { get: elsewhere } = await serve(t, { store: other, user }, { '/': show })
    assert.equal(JSON.parse((await elsewhere('/', cookie)).body).user, 'alice')
  })

  test('a request of another process that writes down its use does not bring the old session back', async (t) => {
    const options = { idleTimeout: 40000 }
    const { get, cookie, clock, store } = await app(t, options)
    const other = Object.assign(new PatientStore(), { records: store.records })
    const { get: elsewhere } = await serve(t, { store: other, user, ...options }, {
      '/slow': async (req, res) => { await get('/rotate', cookie); res.end() }
    })
    clock.advance(10000)
    await elsewhere('/slow', cookie)
    assert.deepEqual(other.calls, ['get', 'get'])
    assert.equal(store.read(idIn(cookie)).user, undefined)
    assert.equal(JSON.parse((await get('/', cookie)).body).user, 'alice')
  })

  test('where the new session cannot be saved the old one stays, and the callback hears of it', async (t) => {
    const { get, cookie, store } = await app(t, {}, {
      '/failing': (req, res) => {
        store.failing.add('set')
        req.session.regenerate({ keep: true, grace: GRACE }, (error) => { store.failing.clear(); res.end(error.message) })
      }
    })
    assert.equal((await get('/failing', cookie)).body, 'set failed')
    assert.equal(JSON.parse((await get('/', cookie)).body).user, 'alice')
  })

  test('what a request saves under the old id while the new session is being saved is stored, should that fail', async (t) => {
    const held = []
    const { get, cookie, store } = await app(t, {}, {
      '/failing': (req, res) => {
        const { set } = store
        store.set = (id, record, callback) => { store.set = set; held.push(callback) }
        req.session.regenerate({ keep: true, grace: GRACE }, (error) => res.end(error.message))
      }
    })
    const rotating = get('/failing', cookie)
    while (held.length === 0) await new Promise(setImmediate)
    const counting = get('/count', cookie)
    await new Promise((resolve) => { setTimeout(resolve, 50) })
    held[0](new Error('no room'))
    assert.equal((await rotating).body, 'no room')
    assert.equal(JSON.parse((await counting).body).views, 4)
    assert.equal(store.read(idIn(cookie)).views, 4)
  })

  test('a clock that is turned back by more than the grace ends it', async (t) => {
    const { get, clock, cookie } = await app(t, {})
    await get('/rotate', cookie)
    clock.advance(-GRACE - 1)
    assert.equal((await get('/', cookie)).body, '{}')
  })
})

test('the option user alone leaves no trace in a record', opts, async (t) => {
  const store = new PatientStore()
  const { get } = await serve(t, { store, user }, { '/in': logIn })
  await get('/in')
  assert.deepEqual(Object.keys(store.read().cookie), ['originalMaxAge', 'expires', 'httpOnly', 'path'])
})
