// Do stores work that are written with promises, and that answer from somebody else's context?
'use strict'

const { describe, test } = require('node:test')
const assert = require('node:assert/strict')
const { AsyncLocalStorage } = require('node:async_hooks')
const { promisify } = require('node:util')
const express = require('express')
const { appSteps } = require('../../stores/contract/app-steps')
const Application = require('../../stores/contract/application')
const { storeSteps } = require('../../stores/contract/store-steps')
const { session, sessions, serve, oursOnly } = require('./app')
const { runScript } = require('./child')
const { run } = require('./mock')
const { signedCookie } = require('./signed-cookie')

const ours = oursOnly('has no such stores')

/** The methods over a Map, as an object has them. */
function methods () {
  const kept = new Map()
  return {
    kept,
    async get (id) {
      const { text, expires = Infinity } = kept.get(id) ?? {}
      return text !== undefined && expires > Date.now() ? JSON.parse(text) : null
    },
    async set (id, data) { kept.set(id, { text: JSON.stringify(data), expires: data.cookie.expires?.getTime() }) },
    async destroy (id) { return kept.delete(id) },
    async touch (id, { cookie }) { if (kept.has(id)) await this.set(id, { ...await this.get(id), cookie }) },
    async all () { return Promise.all([...kept.keys()].map((id) => this.get(id))) },
    async length () { return kept.size },
    async clear () { kept.clear() }
  }
}

const stores = !session.PromiseStore ? {} : {
  'a class that extends PromiseStore': () => new (classOf())(),
  'an object that is declared': () => session.promised(methods()),
  'an object whose methods return values at once': () => {
    const map = new Map()
    return session.promised({
      get: (id) => map.has(id) ? JSON.parse(map.get(id)) : undefined,
      set: (id, data) => { map.set(id, JSON.stringify(data)) },
      destroy: (id) => map.delete(id)
    })
  }
}

function classOf () {
  class MapStore extends session.PromiseStore {}
  const { kept, ...rest } = methods()
  Object.assign(MapStore.prototype, rest)
  return MapStore
}

for (const [what, makeStore] of Object.entries(stores)) {
  describe(what, () => {
    for (const [name, step] of Object.entries(storeSteps)) {
      test(`keeps the contract of stores: ${name}`, async () => {
        const { holds, saw } = await step({ session, store: makeStore(), settle: async () => {} })
        if (name === 'expiry') assert.ok(['gone', 'still there'].includes(saw))
        else if (holds === undefined) assert.equal(saw, 'has no such method')
        else assert.ok(holds, saw)
      })
    }

    for (const [name, step] of Object.entries(appSteps)) {
      test(`keeps the contract of applications: ${name}`, async (t) => {
        const app = await new Application({ express, session, store: makeStore() }).listen()
        t.after(() => new Promise((resolve) => app.server.close(resolve)))
        const { holds, saw } = await step({ app, settle: async () => {} })
        assert.ok(holds, saw)
      })
    }

    test('is a Store, and answers promises and callbacks alike', async () => {
      const store = makeStore()
      assert.ok(store instanceof session.Store)
      assert.deepEqual(Object.keys(store).filter((name) => typeof store[name] === 'function'), [])
      await store.set('a', { cookie: {}, user: 'ada' })
      assert.equal((await store.get('a')).user, 'ada')
      assert.equal((await promisify(store.get).call(store, 'a')).user, 'ada')
      assert.equal((await store.load('a')).user, 'ada')
      assert.equal((await promisify(store.load).call(store, 'a')).user, 'ada')
    })
  })
}

describe('a store with promises', ours, () => {
  const broken = (methods_) => session.promised({ get: async () => null, set: async () => {}, destroy: async () => {}, ...methods_ })
  const cookie = signedCookie('seeded')

  for (const [what, get] of [
    ['rejects', async () => { throw new Error('disk full') }],
    ['throws', () => { throw new Error('disk full') }],
    ['rejects with a text', () => Promise.reject('disk full')]
  ]) {
    test(`that ${what} fails the request with its error`, async (t) => {
      const app = await serve(t, { store: broken({ get }) })
      const { status, body } = await app.get('/', cookie)
      assert.deepEqual([status, body, app.nexts.length], [500, 'disk full', 1])
      assert.ok(app.errors[0] instanceof Error)
    })
  }

  test('that rejects with nothing has failed', async () => {
    await assert.rejects(run(sessions({ store: broken({ get: () => Promise.reject() }) }), { cookie }), { message: 'the session store failed' })
  })

  test('that rejects with ENOENT knows no such session', async () => {
    const get = async () => { throw Object.assign(new Error('no file'), { code: 'ENOENT' }) }
    const { req } = await run(sessions({ store: broken({ get }) }), { cookie })
    assert.notEqual(req.sessionID, 'seeded')
  })

  test('that never answers is timed', async () => {
    const store = broken({ get: () => new Promise(() => {}) })
    await assert.rejects(run(sessions({ store, storeTimeout: 20 }), { cookie }), { code: 'ERR_SESSION_STORE_TIMEOUT' })
  })

  test('has touch, and so is touched, only where it is given one', async () => {
    assert.equal('touch' in broken(), false)
    assert.equal(typeof broken({ touch: async () => {} }).touch, 'function')
    assert.equal('length' in broken({ length: 5 }), false)
  })

  test('may have its methods replaced, as testing tools do', async () => {
    const store = broken()
    store.get = async () => ({ cookie: {}, user: 'ada' })
    const { req } = await run(sessions({ store }), { cookie })
    assert.equal(req.session.user, 'ada')
  })

  test('may be extended again', async () => {
    const Base = classOf()
    class Counting extends Base {
      async get (id) {
        this.reads = (this.reads ?? 0) + 1
        return super.get(id)
      }
    }
    const store = new Counting()
    await store.set('seeded', { cookie: {}, user: 'ada' })
    const { req } = await run(sessions({ store }), { cookie })
    assert.deepEqual([req.session.user, store.reads], ['ada', 1])
  })

  test('is given as it is where it was declared before', () => {
    const store = broken()
    assert.equal(session.promised(store), store)
  })

  for (const wrong of [undefined, null, 5, {}, { get () {}, set () {} }]) {
    test(`cannot be ${JSON.stringify(wrong)}`, () => {
      assert.throws(() => session.promised(wrong), { name: 'TypeError', message: /missing: .*destroy$/ })
    })
  }

  test('is refused by the middleware where it lacks a method', () => {
    class Half extends session.PromiseStore { async get () {} }
    assert.throws(() => sessions({ store: new Half() }), { name: 'TypeError', message: /missing: set, destroy$/ })
  })

  test('leaves what a callback throws to the process, not to the promise', async () => {
    const { stdout, stderr } = await runScript(`
      process.on('uncaughtException', (error, origin) => console.log(origin, error.message))
      const store = session.promised({ get: async () => null, set: async () => {}, destroy: async () => {} })
      store.get('a', () => { throw new Error('mine') })
    `)
    assert.deepEqual([stdout, stderr], ['uncaughtException mine\n', ''])
  })

  test('is not guessed: a store whose promise resolves early is asked by callback', async () => {
    class Early extends session.Store {
      async get (id, callback) { setTimeout(callback, 10, null, { cookie: {}, user: 'ada' }) }
      async set (id, data, callback) { callback() }
      async destroy (id, callback) { callback() }
    }
    const { req } = await run(sessions({ store: new Early() }), { cookie })
    assert.equal(req.session.user, 'ada')
  })
})

describe('genid that returns a promise', ours, () => {
  const later = (value) => new Promise((resolve) => setTimeout(resolve, 5, value))

  test('is waited for where a request needs a new session', async (t) => {
    const app = await serve(t, { genid: () => later('an id of mine') }, (req, res) => {
      req.session.user = 'ada'
      res.end(req.sessionID)
    })
    const { body, cookie } = await app.get()
    assert.equal(body, 'an id of mine')
    assert.equal(cookie, signedCookie('an id of mine'))
    assert.deepEqual(app.nexts, [undefined])
  })

  test('is waited for by regenerate, with a callback and with a promise', async (t) => {
    let count = 0
    const app = await serve(t, { genid: () => later(`id ${++count}`) }, async (req, res) => {
      const ids = [req.sessionID]
      ids.push((await req.session.regenerate()).id)
      await new Promise((resolve, reject) => req.session.regenerate((error) => error ? reject(error) : resolve()))
      res.end([...ids, req.session.id].join())
    })
    assert.equal((await app.get()).body, 'id 1,id 2,id 3')
  })

  test('is called with the request, once for a session, and many wait at a time', async (t) => {
    const seen = []
    const genid = (req) => {
      seen.push(req.url)
      return later(`id of ${req.url}`)
    }
    const app = await serve(t, { genid }, (req, res) => res.end(req.sessionID))
    const paths = Array.from({ length: 20 }, (_, index) => `/${index}`)
    const bodies = await Promise.all(paths.map(async (url) => (await app.get(url)).body))
    assert.deepEqual(bodies, paths.map((url) => `id of ${url}`))
    assert.deepEqual(seen.sort(), paths.sort())
  })

  test('fails the request when it rejects', async (t) => {
    const app = await serve(t, { genid: async () => { throw new Error('no entropy') } })
    const { status, body } = await app.get()
    assert.deepEqual([status, body, app.nexts.length], [500, 'no entropy', 1])
  })

  test('rejects regenerate when it rejects', async (t) => {
    const ids = [Promise.resolve('first'), Promise.reject(new Error('no entropy'))]
    ids[1].catch(() => {})
    const app = await serve(t, { genid: () => ids.shift() }, async (req, res) => {
      await assert.rejects(req.session.regenerate(), { message: 'no entropy' })
      res.end('ok')
    })
    assert.equal((await app.get()).body, 'ok')
  })

  test('is a TypeError for whoever cannot wait, and rejects behind nobody\'s back', async () => {
    const { stdout, stderr, code } = await runScript(`
      const store = new session.MemoryStore()
      session({ secret: 'a', resave: false, saveUninitialized: false, store, genid: async () => { throw new Error('no entropy') } })
      try { store.generate({ headers: {} }) } catch (error) { console.log(error instanceof TypeError, error.message) }
    `)
    assert.deepEqual([code, stderr], [0, ''])
    assert.match(stdout, /^true genid returned a promise, and store\.generate\(req\) cannot wait for it/)
  })
})

test('a cookie function that returns a promise is a TypeError', oursOnly('takes it for no attributes'), async (t) => {
  const app = await serve(t, { cookie: async () => { throw new Error('unheard') } })
  const { status, body } = await app.get()
  assert.deepEqual([status, body], [500, 'cookie returned a promise; a function has to return the attributes themselves'])
})

describe('AsyncLocalStorage in a handler', oursOnly('loses it'), () => {
  const storage = new AsyncLocalStorage()

  /** Answers from a loop of its own, which was started in nobody's context, as pools of connections do. */
  function pooled () {
    const waiting = []
    const timer = setInterval(() => { while (waiting.length > 0) waiting.shift()() }, 2)
    const ask = (callback, data) => waiting.push(() => callback(null, data))
    class PooledStore extends session.Store {
      get (id, callback) { ask(callback, { cookie: {}, user: id }) }
      set (id, data, callback) { ask(callback) }
      destroy (id, callback) { ask(callback) }
    }
    return { store: new PooledStore(), timer }
  }

  test('is that of the request, with a store that answers from a pool', async (t) => {
    const { store, timer } = storage.run('the pool', pooled)
    t.after(() => clearInterval(timer))
    const middleware = sessions({ store })
    const visit = (name) => storage.run(name, async () => {
      const { req } = await run((visited, res, next) => middleware(visited, res, () => {
        visited.seen = [storage.getStore()]
        visited.session.save().then(() => {
          visited.seen.push(storage.getStore())
          next()
        })
      }), { cookie: signedCookie(name) })
      return [req.session.user, ...req.seen]
    })
    const names = ['ada', 'grace', 'edsger']
    assert.deepEqual(await Promise.all(names.map(visit)), names.map((name) => [name, name, name]))
  })

  test('is that of the request, where its id is waited for', async (t) => {
    const { timer, store } = storage.run('the pool', pooled)
    t.after(() => clearInterval(timer))
    const genid = () => new Promise((resolve) => store.get('a', () => resolve('an id')))
    const seen = await storage.run('ada', () => new Promise((resolve) => {
      sessions({ genid })({ url: '/', headers: {} }, {}, () => resolve(storage.getStore()))
    }))
    assert.equal(seen, 'ada')
  })
})
