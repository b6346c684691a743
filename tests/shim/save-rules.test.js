// When is a session saved, touched, destroyed or left alone, and when is its cookie sent?
'use strict'

const { describe, test } = require('node:test')
const assert = require('node:assert/strict')
const { serve, isReference, oursOnly } = require('./app')
const RecordingStore = require('./recording-store')
const { idIn } = require('./signed-cookie')

const later = { maxAge: 60000 }

const nothing = () => {}
const modify = (req) => { req.session.user = 'bob' }
const change = (value) => (req) => { req.session = value }
const remove = (req) => { delete req.session }
const saveNow = (req) => new Promise((resolve) => req.session.save(resolve))
const destroyNow = (req) => new Promise((resolve) => req.session.destroy(resolve))
const regenerateNow = (req) => new Promise((resolve) => req.session.regenerate(resolve))
const bogusId = (id) => (req) => {
  req.session.user = 'bob'
  req.sessionID = id
}

async function observe (t, { request, options, handler }) {
  const store = new RecordingStore()
  const cookie = { returning: store.seed({ user: 'alice' }), unknown: new RecordingStore().seed({}, 'unknown') }[request]
  const app = await serve(t, { store, ...options }, async (req, res) => {
    await handler(req)
    res.end('ok')
  })
  const { setCookies } = await app.get('/', cookie)
  assert.deepEqual(app.errors, [])
  return { calls: store.calls, setCookies, store }
}

// [what must hold, which request, options, handler, calls on the store, is our cookie sent?]
const rows = [
  ['an untouched new session is not saved', 'new', {}, nothing, [], false],
  ['a modified new session is saved and its cookie sent', 'new', {}, modify, ['set'], true],
  ['with saveUninitialized an untouched new session is saved', 'new', { saveUninitialized: true }, nothing, ['set'], true],
  ['resave alone does not save an untouched new session', 'new', { resave: true }, nothing, [], false],
  ['rolling alone sends no cookie for an untouched new session', 'new', { rolling: true }, nothing, [], false],
  ['an unknown id is looked up once and gets a new session', 'unknown', {}, nothing, ['get'], false],
  ['an unknown id leads to a new id once something is saved', 'unknown', {}, modify, ['get', 'set'], true],

  ['an unmodified session is touched, not saved', 'returning', {}, nothing, ['get', 'touch'], false],
  ['with resave an unmodified session is saved', 'returning', { resave: true }, nothing, ['get', 'set'], false],
  ['a modified session is saved, not touched', 'returning', {}, modify, ['get', 'set'], false],
  ['rolling sends the cookie of an unmodified session', 'returning', { rolling: true }, nothing, ['get', 'touch'], true],
  ['rolling sends the cookie of a modified session', 'returning', { rolling: true }, modify, ['get', 'set'], true],

  ['a session saved by hand and then left alone is touched', 'returning', {}, saveNow, ['get', 'set', 'touch'], false],
  ['a new session saved by hand is not saved again, and its cookie sent', 'new', {}, saveNow, ['set'], !isReference],
  ['with resave a session saved by hand is not saved again', 'returning', { resave: true }, saveNow, ['get', 'set', 'touch'], false],
  ['a session modified after a save by hand is saved again', 'returning', {}, async (req) => {
    await saveNow(req)
    modify(req)
  }, ['get', 'set', 'set'], false],

  ['a new session saved by hand and then emptied is saved as it is now', 'new', {}, async (req) => {
    modify(req)
    await saveNow(req)
    delete req.session.user
  }, ['set', 'set'], !isReference],

  ['a destroyed session is neither saved nor sent', 'returning', {}, destroyNow, ['get', 'destroy'], false],
  ['a destroyed session is not destroyed again by unset', 'new', { unset: 'keep' }, destroyNow, ['destroy'], false],
  ['a regenerated session is saved under its new id', 'returning', {}, regenerateNow, ['get', 'destroy', 'set'], true],

  ['req.session = null keeps the stored session', 'returning', {}, change(null), ['get'], false],
  ['deleting req.session keeps the stored session', 'returning', { unset: 'keep' }, remove, ['get'], false],
  ['with unset: destroy, req.session = null destroys', 'returning', { unset: 'destroy' }, change(null), ['get', 'destroy'], false],
  ['with unset: destroy, req.session = undefined destroys', 'returning', { unset: 'destroy' }, change(undefined), ['get', 'destroy'], false],
  ['with unset: destroy, deleting req.session destroys', 'returning', { unset: 'destroy' }, remove, ['get', 'destroy'], false],
  ['with unset: destroy, a new session set to null is destroyed', 'new', { unset: 'destroy' }, change(null), ['destroy'], false],
  ['req.session = false neither saves nor destroys', 'returning', { unset: 'destroy' }, change(false), ['get'], false],
  ['req.session = 0 neither saves nor destroys', 'returning', { unset: 'destroy' }, change(0), ['get'], false],
  ['req.session = "" neither saves nor destroys', 'returning', { unset: 'destroy' }, change(''), ['get'], false],

  ['a session whose req.sessionID is no text is not saved', 'new', {}, bogusId(42), [], false],
  ['a session whose req.sessionID was removed is not saved', 'returning', {}, bogusId(undefined), ['get'], false],
  ['a session without id is not destroyed', 'new', { unset: 'destroy' }, (req) => {
    req.session = null
    req.sessionID = undefined
  }, [], false]
]

for (const [sentence, request, options, handler, calls, sent] of rows) {
  test(sentence, async (t) => {
    const { calls: made, setCookies } = await observe(t, { request, options, handler })
    assert.deepEqual(made, calls)
    assert.equal(setCookies.length, sent ? 1 : 0)
  })
}

describe('what counts as a modification', () => {
  const modifications = [
    ['a new property', (req) => { req.session.extra = 1 }, true],
    ['a deleted property', (req) => { delete req.session.user }, true],
    ['a change deep inside', (req) => { req.session.cart.items.push('tea') }, true],
    ['another order of the same properties', (req) => {
      const { user } = req.session
      delete req.session.user
      req.session.user = user
    }, true],
    ['a property called cookie deep inside', (req) => { req.session.cart.cookie = 'oatmeal' }, true],
    ['a value that turns into other JSON', (req) => { req.session.user = { toJSON: () => 'bob' } }, true],
    ['an assignment of the same value', (req) => { req.session.user = 'alice' }, false],
    ['a change that is taken back', (req) => {
      req.session.user = 'bob'
      req.session.user = 'alice'
    }, false],
    ['a value that turns into the same JSON', (req) => { req.session.user = { toJSON: () => 'alice' } }, false],
    ['a property set to undefined', (req) => { req.session.extra = undefined }, false],
    ['a function', (req) => { req.session.extra = () => {} }, false],
    ['a property that is not enumerable', (req) => { Object.defineProperty(req.session, 'extra', { value: 1 }) }, false],
    ['a change of the session cookie alone', (req) => { req.session.cookie.maxAge = 60000 }, false]
  ]

  for (const [what, handler, modified] of modifications) {
    test(`${what} ${modified ? 'counts' : 'does not count'}`, async (t) => {
      const store = new RecordingStore()
      const cookie = store.seed({ user: 'alice', cart: { items: [] } })
      const app = await serve(t, { store }, (req, res) => {
        handler(req)
        res.end('ok')
      })
      await app.get('/', cookie)
      assert.deepEqual(store.calls, ['get', modified ? 'set' : 'touch'])
    })
  }
})

describe('a session that expires', () => {
  const expiring = [
    ['sends its cookie again when it was modified', modify, {}, true],
    ['sends no cookie when it was not', nothing, {}, false],
    ['sends its cookie each time with rolling', nothing, { rolling: true }, true]
  ]
  for (const [what, handler, options, sent] of expiring) {
    test(what, async (t) => {
      const store = new RecordingStore()
      const app = await serve(t, { store, cookie: later, ...options }, async (req, res) => {
        if (req.url === '/first') req.session.user = 'alice'
        else handler(req)
        res.end('ok')
      })
      const { cookie } = await app.get('/first')
      assert.equal((await app.get('/', cookie)).setCookies.length, sent ? 1 : 0)
    })
  }

  for (const [how, handler] of [['a touch', nothing], ['a save', modify]]) {
    test(`lives longer by ${how}`, async (t) => {
      const store = new RecordingStore()
      const soon = new Date(Date.now() + 5000).toISOString()
      const cookie = store.seed({ cookie: { originalMaxAge: 60000, expires: soon, httpOnly: true, path: '/' } })
      const app = await serve(t, { store }, (req, res) => {
        handler(req)
        res.end('ok')
      })
      await app.get('/', cookie)
      const { expires, originalMaxAge } = store.read().cookie
      assert.ok(Date.parse(expires) > Date.parse(soon) + 50000)
      assert.equal(originalMaxAge, 60000)
    })
  }

  for (const sender of ['writeHead', 'end']) {
    test(`sends the new expiry, not the stored one, where ${sender} sends the headers`, async (t) => {
      const store = new RecordingStore()
      const soon = Date.now() + 5000
      const cookie = store.seed({ cookie: { originalMaxAge: 60000, expires: new Date(soon), httpOnly: true, path: '/' } })
      const app = await serve(t, { store, rolling: true }, (req, res) => {
        if (sender === 'writeHead') res.writeHead(200)
        res.end()
      })
      const [, sent] = /Expires=([^;]+)/.exec((await app.get('/', cookie)).setCookies[0])
      assert.ok(Date.parse(sent) > soon + 50000)
    })
  }

  test('starts anew when it expired in the store', async (t) => {
    const store = new RecordingStore()
    const past = new Date(Date.now() - 1).toISOString()
    const cookie = store.seed({ user: 'alice', cookie: { originalMaxAge: 1, expires: past, httpOnly: true, path: '/' } })
    const app = await serve(t, { store }, (req, res) => res.end(`${req.session.user} ${req.session.id}`))
    assert.match((await app.get('/', cookie)).body, /^undefined [\w-]{32}$/)
  })
})

test('a regenerated session is saved though it is as empty as the old one was', async (t) => {
  const store = new RecordingStore()
  const app = await serve(t, { store }, async (req, res) => {
    await regenerateNow(req)
    res.end()
  })
  await app.get('/', store.seed())
  assert.deepEqual(store.calls, ['get', 'destroy', 'set'])
})

test('a store without touch is simply not touched', async (t) => {
  const store = new RecordingStore()
  store.touch = undefined
  const app = await serve(t, { store })
  await app.get('/', store.seed())
  assert.deepEqual(store.calls, ['get'])
})

test('touch is given the id, the session and a callback', async (t) => {
  const store = new RecordingStore()
  let given
  store.touch = (...args) => {
    given = args
    args[2]()
  }
  const cookie = store.seed({ user: 'alice' })
  const app = await serve(t, { store })
  await app.get('/', cookie)
  const [id, sess, callback, ...rest] = given
  assert.deepEqual([id, sess.user, typeof callback, rest], ['seeded', 'alice', 'function', []])
})

test('the id sent, the id of the session and the key in the store are one', async (t) => {
  const store = new RecordingStore()
  const app = await serve(t, { store }, (req, res) => {
    modify(req)
    assert.equal(req.session.id, req.sessionID)
    res.end(req.sessionID)
  })
  const { body, cookie } = await app.get()
  assert.equal(idIn(cookie), body)
  assert.deepEqual(Object.keys(store.sessions), [body])
})

test('the session is touched in the handler\'s place: the stored copy has the new expiry', async (t) => {
  const store = new RecordingStore()
  const app = await serve(t, { store, cookie: later }, async (req, res) => {
    modify(req)
    await new Promise((resolve) => setTimeout(resolve, 20))
    res.end(req.session.cookie.expires.toISOString())
  })
  const { body, cookie } = await app.get()
  assert.ok(Date.parse(store.read(idIn(cookie)).cookie.expires) >= Date.parse(body) + 15)
})

test('a session that converts itself to undefined is a TypeError', oursOnly('throws in res.end'), async (t) => {
  const app = await serve(t, { saveUninitialized: true }, (req, res) => {
    req.session.toJSON = nothing
    res.end('ok')
  })
  assert.equal((await app.get()).status, 500)
  assert.deepEqual(app.errors.map(({ name }) => name), ['TypeError'])
})
