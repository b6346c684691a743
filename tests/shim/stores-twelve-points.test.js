// Does the module give stores each of the twelve things that those on npm rely on?
'use strict'

const { describe, test } = require('node:test')
const assert = require('node:assert/strict')
const { createRequire } = require('node:module')
const path = require('node:path')
const { pathToFileURL } = require('node:url')
const { inherits } = require('node:util')
const { session, sessions, serve, isReference, oursOnly } = require('./app')
const { run } = require('./mock')
const RecordingStore = require('./recording-store')

const { Store, MemoryStore } = session
const moduleFile = createRequire(require.resolve('../module-under-test')).resolve(process.env.SESSION_MODULE || '../pkg')

// What a store must do, on a plain object, for any way of being a store.
const kept = {
  get (id, callback) {
    callback(null, this.data?.[id] && JSON.parse(this.data[id]))
  },
  set (id, sess, callback) {
    this.data = { ...this.data, [id]: JSON.stringify(sess) }
    callback()
  },
  destroy (id, callback) {
    delete this.data?.[id]
    callback()
  }
}

async function countTwice (t, store) {
  const app = await serve(t, { store }, (req, res) => {
    req.session.views = (req.session.views || 0) + 1
    res.end(String(req.session.views))
  })
  const { cookie } = await app.get()
  assert.equal((await app.get('/', cookie)).body, '2')
  assert.deepEqual(app.errors, [])
}

describe('1: Store and MemoryStore can be extended in', () => {
  function Called (options) {
    Store.call(this, options)
  }
  inherits(Called, Store)
  Object.assign(Called.prototype, kept)

  function Transpiled () {
    return Store.call(this) || this
  }
  Transpiled.prototype = Object.create(Store.prototype, { constructor: { value: Transpiled } })
  Object.assign(Transpiled.prototype, kept)

  function ByProto (options) {
    Store.call(this, options)
  }
  ByProto.prototype.__proto__ = Store.prototype
  Object.assign(ByProto.prototype, kept)

  function ByInstance () {}
  ByInstance.prototype = Object.assign(new Store(), kept)

  function InMemory (options) {
    MemoryStore.call(this, options)
  }
  inherits(InMemory, MemoryStore)

  class Extending extends Store {}
  Object.assign(Extending.prototype, kept)

  const forms = {
    'Store.call(this, options) and util.inherits': Called,
    'Store.call(this) || this and Object.create': Transpiled,
    'prototype.__proto__ = Store.prototype': ByProto,
    'prototype = new Store()': ByInstance,
    'MemoryStore.call(this, options)': InMemory,
    'class extends Store': Extending,
    'class extends MemoryStore': class extends MemoryStore {}
  }
  for (const [form, Form] of Object.entries(forms)) {
    test(form, async (t) => {
      const store = new Form({ ttl: 1 })
      assert.ok(store instanceof Store)
      await countTwice(t, store)
    })
  }
})

describe('2: the base constructor', () => {
  function Forgetful () {}
  inherits(Forgetful, Store)
  Object.assign(Forgetful.prototype, kept)

  test('may never run', async (t) => countTwice(t, new Forgetful()))

  test('may run on the options object', async (t) => {
    function Misguided (options) {
      Store.call(options)
    }
    inherits(Misguided, Store)
    Object.assign(Misguided.prototype, kept)
    await countTwice(t, new Misguided({}))
  })

  test('may never run, and the store still tells when it is disconnected', async (t) => {
    const store = new Forgetful()
    const app = await serve(t, { store }, (req, res) => res.end(typeof req.session))
    store.emit('disconnect')
    assert.equal((await app.get()).body, 'undefined')
  })
})

test('3: regenerate, load and createSession are enumerable on Store.prototype, so that they can be copied', async (t) => {
  const copied = Object.assign({}, Store.prototype)
  for (const method of ['regenerate', 'load', 'createSession']) assert.equal(typeof copied[method], 'function')
  await countTwice(t, { ...copied, ...kept, on () {} })
})

test('4: the accessors of Cookie.prototype are enumerable and cookie.constructor is Object', async () => {
  for (const name of ['expires', 'maxAge', 'data', 'serialize', 'toJSON']) {
    assert.equal(Object.getOwnPropertyDescriptor(session.Cookie.prototype, name).enumerable, true, name)
  }
  assert.equal(Object.hasOwn(session.Cookie.prototype, 'constructor'), false)
  const { req } = await run(sessions())
  assert.equal(req.session.cookie.constructor, Object)
})

describe('5: raw cookies', () => {
  // As a store keeps them that copies own properties instead of calling toJSON.
  const expires = new Date(Date.now() + 60000)
  const raw = { path: '/', _expires: expires, originalMaxAge: 90000, httpOnly: true, sameSite: 'lax' }
  const rows = [
    ['with _expires as a Date', raw, expires],
    ['with expires as a Date', { ...raw, _expires: undefined, expires }, expires],
    ['with expires as ISO text', { ...raw, _expires: undefined, expires: expires.toISOString() }, expires],
    ['with _expires null', { ...raw, _expires: null }, null]
  ]
  for (const [what, cookie, revived] of rows) {
    test(`${what} are revived by createSession`, () => {
      const req = { sessionID: 'an id' }
      const made = new Store().createSession(req, { cookie })
      assert.deepEqual(made.cookie.expires, revived)
      assert.deepEqual(made.cookie.data.expires, revived)
      assert.deepEqual([made.cookie.originalMaxAge, made.cookie.sameSite], [90000, 'lax'])
    })
  }

  test('have the four own properties and the options given, and a session has its data and cookie', async () => {
    const { req } = await run(sessions({ cookie: { sameSite: 'lax' } }))
    assert.deepEqual(Object.keys(req.session.cookie), ['path', '_expires', 'originalMaxAge', 'httpOnly', 'sameSite'])
    req.session.user = 'alice'
    assert.deepEqual({ ...req.session, cookie: 0 }, { cookie: 0, user: 'alice' })
  })
})

test('6: a store that walks cookie.toJSON() sees all nine keys in order, undefined ones too', async (t) => {
  const store = Object.assign(new Store(), kept)
  let keys
  store.set = function (id, sess, callback) {
    keys = Object.keys(sess.cookie.toJSON())
    callback()
  }
  const app = await serve(t, { store, saveUninitialized: true })
  await app.get()
  assert.deepEqual(keys, ['originalMaxAge', 'partitioned', 'priority', 'expires', 'secure', 'httpOnly', 'domain', 'path', 'sameSite'])
})

test('7: a store need not be an instance of Store: on, createSession, get, set and destroy are enough', async (t) => {
  const { createSession } = Store.prototype
  const events = []
  const store = { ...kept, createSession, on: (event) => events.push(event) }
  await countTwice(t, store)
  assert.deepEqual(events, ['disconnect', 'connect'])
  assert.equal(typeof store.generate, 'function')
})

describe('8: callbacks', () => {
  const seeded = (methods) => {
    const store = Object.assign(new RecordingStore(), methods)
    return { store, cookie: store.seed({ user: 'alice' }) }
  }
  const answerUser = (req, res) => res.end(`${req.session.user}`)

  test('of touch may come twice', async (t) => {
    const { store, cookie } = seeded({
      touch (id, sess, callback) {
        callback()
        setImmediate(callback)
      }
    })
    const app = await serve(t, { store }, answerUser)
    assert.equal((await app.get('/', cookie)).body, 'alice')
    await new Promise((resolve) => setTimeout(resolve, 10))
    assert.equal((await app.get('/', cookie)).body, 'alice')
    assert.deepEqual(app.errors, [])
  })

  test('may be given by a method that returns a query, which runs when somebody asks it', async (t) => {
    let runs = 0
    const query = { then: () => { runs++ } }
    const { store, cookie } = seeded({
      get (id, callback) {
        setImmediate(callback, null, RecordingStore.prototype.read.call(this, id))
        return query
      }
    })
    const app = await serve(t, { store }, answerUser)
    assert.equal((await app.get('/', cookie)).status, 200)
    assert.equal(runs, 0)
  })

  test('may report text in place of an Error', oursOnly('hands the text to next'), async (t) => {
    const { store, cookie } = seeded({ get: (id, callback) => callback('disk on fire') })
    const app = await serve(t, { store }, answerUser)
    assert.equal((await app.get('/', cookie)).body, 'disk on fire')
    assert.deepEqual(app.nexts.map(({ message }) => message), ['disk on fire'])
    assert.ok(app.nexts[0] instanceof Error)
  })

  const missing = [[null, null], [null, undefined], [undefined, false], [Object.assign(new Error('no file'), { code: 'ENOENT' })], []]
  for (const args of missing) {
    test(`of get with (${args.map((arg) => arg?.code || String(arg)).join(', ')}) mean a new session`, async (t) => {
      const { store, cookie } = seeded({ get: (id, callback) => setImmediate(callback, ...args) })
      const app = await serve(t, { store }, answerUser)
      assert.equal((await app.get('/', cookie)).body, 'undefined')
      assert.deepEqual(app.nexts, [undefined])
    })
  }

  test('may be synchronous throughout', async (t) => countTwice(t, Object.assign(new Store(), kept)))

  test('may come from methods that also give promises', async (t) => {
    const promising = Object.fromEntries(Object.entries(kept).map(([name, method]) => [name, async function (...args) {
      await null
      method.apply(this, args)
      return 'ignored'
    }]))
    await countTwice(t, Object.assign(new Store(), promising))
  })

  test('that never come keep other requests going', async (t) => {
    const { store, cookie } = seeded({ get: () => {} })
    const app = await serve(t, { store })
    app.get('/', cookie).catch(() => {})
    assert.equal((await app.get()).body, 'ok')
  })
})

test('9: touch, all, length and clear are optional', async (t) => {
  const store = Object.assign(new Store(), kept)
  for (const method of ['touch', 'all', 'length', 'clear']) assert.equal(store[method], undefined)
  await countTwice(t, store)
})

describe('10: a store may change the live session', () => {
  const changes = {
    'cookie by a plain object': (sess) => { sess.cookie = JSON.parse(JSON.stringify(sess.cookie)) },
    'its time of access': (sess) => { sess.__lastAccess = Date.now() },
    'its revision': (sess) => { sess._rev = '1-a' }
  }
  for (const [what, change] of Object.entries(changes)) {
    test(`${what}, while it saves`, async (t) => {
      const store = Object.assign(new Store(), kept, {
        set (id, sess, callback) {
          change(sess)
          kept.set.call(this, id, sess, callback)
        }
      })
      await countTwice(t, store)
    })
  }
})

describe('11: the module', () => {
  test('has Store, Cookie, Session and MemoryStore, in this order, and behind them what is ours', () => {
    const ours = isReference ? [] : ['PromiseStore', 'promised']
    assert.deepEqual(Object.keys(session), ['Store', 'Cookie', 'Session', 'MemoryStore', ...ours])
    assert.equal(session.session, undefined)
    assert.equal((session.Store || session.session.Store), Store)
  })

  test('has them as named exports for import, too', async () => {
    const imported = await import(pathToFileURL(moduleFile))
    assert.equal(imported.default, session)
    for (const name of ['Store', 'Cookie', 'Session', 'MemoryStore']) assert.equal(imported[name], session[name], name)
  })

  test('has them in its ES module as the same objects', oursOnly('has no ES module'), async () => {
    const imported = await import(pathToFileURL(path.join(path.dirname(moduleFile), 'index.mjs')))
    assert.equal(imported.default, session)
    for (const name of ['Store', 'Cookie', 'Session', 'MemoryStore']) assert.equal(imported[name], session[name], name)
  })
})

describe('12: the paths that stores require', () => {
  const root = path.dirname(moduleFile)
  const paths = {
    'index': session,
    'session/cookie': session.Cookie,
    'session/session': session.Session,
    'session/store': session.Store,
    'session/memory': session.MemoryStore
  }
  for (const [name, value] of Object.entries(paths)) {
    test(`${name}, with and without .js`, () => {
      assert.equal(require(path.join(root, name)), value)
      assert.equal(require(path.join(root, `${name}.js`)), value)
    })
  }

  test('package.json, with a version that the peer ranges of stores allow', () => {
    const { version } = require(path.join(root, 'package.json'))
    const [, minor, patch] = /^1\.(\d+)\.(\d+)$/.exec(version).map(Number)
    assert.ok(minor > 17 || (minor === 17 && patch >= 3))
  })
})
