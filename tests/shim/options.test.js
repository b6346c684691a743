// What does each option of `session(options)` do, and what happens when it is left out or wrong?
'use strict'

const { describe, test } = require('node:test')
const assert = require('node:assert/strict')
const { session, sessions, serve, oursOnly } = require('./app')
const { run } = require('./mock')
const RecordingStore = require('./recording-store')
const { SECRET, signedCookie, idIn } = require('./signed-cookie')

// Leaving options out is what some of these tests are about.
process.on('deprecation', () => {})

const logIn = (req, res) => {
  req.session.user = 'alice'
  res.end(req.session.id)
}

describe('construction', () => {
  const refused = [
    ['an empty secret array', { secret: [] }, 'secret option array must contain one or more strings'],
    ['a genid that is text', { genid: 'id' }, 'genid option must be a function'],
    ['a genid that is an object', { genid: {} }, 'genid option must be a function'],
    ['an unknown word for unset', { unset: 'drop' }, 'unset option must be "destroy" or "keep"'],
    ['unset: true', { unset: true }, 'unset option must be "destroy" or "keep"'],
    ['unset: 1', { unset: 1 }, 'unset option must be "destroy" or "keep"'],
    ['an array for unset', { unset: ['destroy'] }, 'unset option must be "destroy" or "keep"']
  ]

  for (const [what, options, message] of refused) {
    test(`${what} is a TypeError`, () => {
      assert.throws(() => sessions(options), { name: 'TypeError', message })
    })
  }

  for (const store of ['redis', 7, {}, () => {}]) {
    test(`the store ${typeof store} ${JSON.stringify(store)} is a TypeError`, () => {
      assert.throws(() => sessions({ store }), TypeError)
    })
  }

  for (const storeTimeout of [0, -1, NaN, Infinity, 2 ** 31, '500', {}, true]) {
    test(`storeTimeout: ${String(storeTimeout)} is a TypeError`, oursOnly('has no such option'), () => {
      assert.throws(() => sessions({ storeTimeout }), { name: 'TypeError', message: /^storeTimeout option/ })
    })
  }

  for (const onSaveError of ['', 'Fail', 'throw', null, true, 1, {}]) {
    test(`onSaveError: ${JSON.stringify(onSaveError)} is a TypeError`, oursOnly('has no such option'), () => {
      assert.throws(() => sessions({ onSaveError }), { name: 'TypeError', message: 'onSaveError option must be "send" or "fail"' })
    })
  }

  for (const onSaveError of [undefined, 'send', 'fail']) {
    test(`onSaveError: ${JSON.stringify(onSaveError)} is accepted`, () => {
      assert.doesNotThrow(() => sessions({ onSaveError }))
    })
  }

  for (const unset of [undefined, null, '', 'keep', 'destroy']) {
    test(`unset: ${JSON.stringify(unset)} is accepted`, () => {
      assert.doesNotThrow(() => sessions({ unset }))
    })
  }

  test('frozen options are accepted', () => {
    const options = Object.freeze({ secret: SECRET, resave: false, saveUninitialized: false, cookie: Object.freeze({ maxAge: 1000 }) })
    assert.doesNotThrow(() => session(options))
  })

  test('the middleware takes three arguments, so Express does not see an error handler in it', () => {
    assert.equal(sessions().length, 3)
  })
})

describe('defaults', () => {
  test('a cookie called connect.sid for every path, hidden from scripts, until the browser closes', async (t) => {
    const app = await serve(t, {}, logIn)
    const { setCookies, body } = await app.get()
    assert.deepEqual(setCookies, [`${signedCookie(body)}; Path=/; HttpOnly`])
  })

  test('sessions are kept in a MemoryStore', async () => {
    const { req } = await run(sessions())
    assert.ok(req.sessionStore instanceof session.MemoryStore)
  })

  test('resave left out counts as true', async (t) => {
    const store = new RecordingStore()
    const app = await serve(t, { store, resave: undefined })
    await app.get('/', store.seed())
    assert.deepEqual(store.calls, ['get', 'set'])
  })

  test('saveUninitialized left out counts as true', async (t) => {
    const store = new RecordingStore()
    const app = await serve(t, { store, saveUninitialized: undefined })
    assert.equal((await app.get()).setCookies.length, 1)
    assert.deepEqual(store.calls, ['set'])
  })

  test('a request without secret is refused with the words of 1.19', async (t) => {
    const app = await serve(t, { secret: undefined })
    assert.equal((await app.get()).body, 'secret option required for sessions')
    assert.ok(app.errors[0] instanceof Error)
  })
})

describe('name', () => {
  const names = [
    [{ name: 'sid' }, 'sid'],
    [{ key: 'sid' }, 'sid'],
    [{ name: 'sid', key: 'other' }, 'sid'],
    [{ name: '', key: 'other' }, 'other'],
    [{ name: '', key: '' }, 'connect.sid'],
    [{ name: '__Host-sid' }, '__Host-sid'],
    [{ name: '!#$%&\'*+-.^_`|~09AZaz' }, '!#$%&\'*+-.^_`|~09AZaz']
  ]

  for (const [options, name] of names) {
    test(`${JSON.stringify(options)} names the cookie ${name}, written and read`, async (t) => {
      const app = await serve(t, options, logIn)
      const first = await app.get()
      assert.equal(first.cookie, signedCookie(first.body, SECRET, name))
      assert.equal((await app.get('/', first.cookie)).body, first.body)
    })
  }
})

describe('genid', () => {
  test('makes the id, from the request', async (t) => {
    const app = await serve(t, { genid: (req) => `id-of-${req.url.slice(1)}` }, logIn)
    const answer = await app.get('/alice')
    assert.equal(answer.body, 'id-of-alice')
    assert.equal(idIn(answer.cookie), 'id-of-alice')
  })

  test('makes the id of a regenerated session too', async (t) => {
    let count = 0
    const app = await serve(t, { genid: () => `id-${++count}` }, (req, res) => {
      req.session.regenerate(() => res.end(req.session.id))
    })
    assert.equal((await app.get()).body, 'id-2')
  })

  for (const id of ['é☃ and spaces', 'dots.in.an.id', 's:prefixed', 'a;b=c', '100%']) {
    test(`may give ${JSON.stringify(id)}, which comes back as it was`, async (t) => {
      const app = await serve(t, { genid: () => id }, logIn)
      const { cookie } = await app.get()
      assert.equal(idIn(cookie), id)
      assert.equal((await app.get('/', cookie)).body, id)
    })
  }

  for (const bogus of [42, { toString: () => 'id' }, true, ['id']]) {
    test(`an id that is ${typeof bogus === 'object' ? 'an object' : bogus} is neither sent nor stored`, async (t) => {
      const store = new RecordingStore()
      const app = await serve(t, { store, genid: () => bogus }, (req, res) => {
        req.session.user = 'alice'
        res.end('ok')
      })
      assert.deepEqual((await app.get()).setCookies, [])
      assert.deepEqual(store.calls, [])
    })
  }

  test('an exception in it reaches the error handler', async (t) => {
    const app = await serve(t, { genid () { throw new Error('no ids left') } })
    assert.equal((await app.get()).body, 'no ids left')
  })

  for (const genid of [undefined, null, '', 0, false]) {
    test(`genid: ${JSON.stringify(genid)} means our own ids`, async () => {
      const { req } = await run(sessions({ genid }))
      assert.match(req.sessionID, /^[\w-]{32}$/)
    })
  }
})

describe('store', () => {
  test('is what req.sessionStore is', async () => {
    const store = new RecordingStore()
    const { req } = await run(sessions({ store }))
    assert.equal(req.sessionStore, store)
  })

  test('is given generate(req), which makes a new session', async () => {
    const store = new RecordingStore()
    sessions({ store, genid: () => 'made', cookie: { path: '/app' } })
    const req = { headers: {} }
    store.generate(req)
    assert.equal(req.sessionID, 'made')
    assert.ok(req.session instanceof session.Session)
    assert.ok(req.session.cookie instanceof session.Cookie)
    assert.equal(req.session.cookie.path, '/app')
  })

  test('a disconnected store means requests without session, until it connects again', async (t) => {
    const store = new RecordingStore()
    const app = await serve(t, { store }, (req, res) => res.end(typeof req.session))
    store.emit('disconnect')
    assert.equal((await app.get()).body, 'undefined')
    store.emit('connect')
    assert.equal((await app.get()).body, 'object')
  })

  test('two middlewares may share one store and each other\'s sessions', async () => {
    const store = new RecordingStore()
    const cookie = store.seed({ user: 'alice' })
    const [first, second] = [sessions({ store }), sessions({ store })]
    for (const middleware of [first, second]) {
      const { req } = await run(middleware, { cookie })
      assert.equal(req.session.user, 'alice')
    }
  })
})

test('a request that has a session already passes untouched', async () => {
  const mine = { user: 'alice' }
  const { req } = await run(sessions(), { session: mine })
  assert.equal(req.session, mine)
  assert.equal('sessionID' in req, false)
  assert.equal('sessionStore' in req, false)
})

test('a request without cookie gets its session before the middleware returns', () => {
  const req = { url: '/', headers: {} }
  sessions()(req, {}, () => {})
  assert.ok(req.session instanceof session.Session)
})

describe('truthiness of the flags', () => {
  const rows = [
    ['resave: 1 counts as true', { resave: 1 }, ['get', 'set']],
    ['resave: null counts as false', { resave: null }, ['get', 'touch']],
    ['resave: 0 counts as false', { resave: 0 }, ['get', 'touch']]
  ]
  for (const [sentence, options, calls] of rows) {
    test(sentence, async (t) => {
      const store = new RecordingStore()
      const app = await serve(t, { store, ...options })
      await app.get('/', store.seed())
      assert.deepEqual(store.calls, calls)
    })
  }

  for (const [saveUninitialized, calls] of [['yes', ['set']], [null, []], [0, []]]) {
    test(`saveUninitialized: ${JSON.stringify(saveUninitialized)} counts as ${calls.length > 0}`, async (t) => {
      const store = new RecordingStore()
      const app = await serve(t, { store, saveUninitialized })
      await app.get()
      assert.deepEqual(store.calls, calls)
    })
  }

  for (const [rolling, sent] of [['yes', 1], [null, 0], ['', 0]]) {
    test(`rolling: ${JSON.stringify(rolling)} counts as ${sent > 0}`, async (t) => {
      const store = new RecordingStore()
      const app = await serve(t, { store, rolling })
      assert.equal((await app.get('/', store.seed())).setCookies.length, sent)
    })
  }
})
