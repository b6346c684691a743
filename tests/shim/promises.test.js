// What do the methods of sessions and stores give that are called without a callback?
'use strict'

const { describe, test } = require('node:test')
const assert = require('node:assert/strict')
const { execFile } = require('node:child_process')
const path = require('node:path')
const { promisify } = require('node:util')
const { session, sessions, serve, oursOnly } = require('./app')
const { run } = require('./mock')
const RecordingStore = require('./recording-store')
const { ATTITUDES, FAILURES, METHODS, canAnswer } = require('./promise-table')

/** The method of the store that does what the session's does. */
const ASKED = { save: 'set', destroy: 'destroy', regenerate: 'destroy', reload: 'get', close: 'set' }

const ours = oursOnly('has callbacks only')

async function load (data, options) {
  const store = new RecordingStore()
  const cookie = store.seed(data)
  return { store, ...await run(sessions({ store, ...options }), { cookie }) }
}

describe('a session', ours, () => {
  test('save gives a promise of nothing, once the store has it', async () => {
    const { req, store } = await load({ user: 'ada' })
    req.session.user = 'grace'
    assert.equal(await req.session.save(), undefined)
    assert.equal(store.read().user, 'grace')
  })

  test('destroy gives a promise of nothing, and is gone from the request at once', async () => {
    const { req, store } = await load()
    const promise = req.session.destroy()
    assert.equal('session' in req, false)
    assert.equal(await promise, undefined)
    assert.equal(store.read(), undefined)
  })

  test('regenerate gives a promise of the new session', async () => {
    const { req } = await load({ user: 'ada' })
    const before = req.session
    const after = await before.regenerate()
    assert.notEqual(after, before)
    assert.equal(after, req.session)
    assert.equal(after.id, req.sessionID)
    assert.equal(after.user, undefined)
  })

  test('reload gives a promise of what was read', async () => {
    const { req, store } = await load({ user: 'ada' })
    store.seed({ user: 'grace' })
    assert.equal((await req.session.reload()).user, 'grace')
  })

  test('reload of one that is gone rejects', async () => {
    const { req, store } = await load()
    store.sessions = {}
    await assert.rejects(req.session.reload(), { message: 'failed to load session' })
  })

  for (const method of ['regenerate', 'reload']) {
    test(`a method \`then\` in what ${method} finds is not called`, async () => {
      let calls = 0
      const then = () => { calls++ }
      const { req, store } = await load()
      store.get = (id, callback) => callback(null, { cookie: {}, then })
      const { generate } = store
      store.generate = (carrier) => {
        generate.call(store, carrier)
        carrier.session.then = then
      }
      assert.equal(await req.session[method](), undefined)
      assert.equal(req.session.then, then)
      assert.equal(calls, 0)
    })
  }

  test('a text `then` in the data is data', async () => {
    const { req } = await load({ then: 'what' })
    assert.equal((await req.session.reload()).then, 'what')
  })

  test('what a store reports as an error is an Error', async () => {
    const { req, store } = await load()
    store.destroy = (id, callback) => callback('disk full')
    await assert.rejects(req.session.destroy(), (error) => error instanceof Error && error.message === 'disk full')
  })

  test('data that is not JSON throws at once, for those who do not look', async () => {
    const { req } = await load()
    req.session.own = req.session
    assert.throws(() => req.session.save(), TypeError)
  })

  test('with a callback nothing is a promise', async () => {
    const { req } = await load()
    const { session: first } = req
    assert.equal(first.reload(() => {}), undefined)
    assert.equal(first.save(() => {}), undefined)
    assert.equal(first.regenerate(() => {}), first)
    assert.equal(first.destroy(() => {}), first)
  })
})

test('a failing store x how it fails x what a handler does with the promise', ours, async (t) => {
  const { NODE_TEST_CONTEXT, ...env } = process.env
  const { stdout } = await promisify(execFile)(process.execPath, [path.join(__dirname, 'promise-table.js')], { env })
  const table = JSON.parse(stdout)
  for (const method of Object.keys(METHODS)) {
    for (const attitude of Object.keys(ATTITUDES)) {
      for (const how of Object.keys(FAILURES).filter((failure) => canAnswer(method, failure))) {
        await t.test(`${method} of a store that fails ${how}, ${attitude}`, () => {
          const { calls, ...seen } = table[`${method}, ${attitude}, ${how}`]
          // The response waits for these.
          const isHeld = ['save', 'destroy', 'close'].includes(method)
          const isOver = ['later', 'by saying nothing'].includes(how) && !isHeld
          // The end saves what an ignored `save` did not, and a store's own method has no `next`; of others that nobody hears,
          // `next` does, unless the response is over.
          const isTold = attitude === 'awaited' || (attitude === 'ignored' && !['save', 'store.load'].includes(method) && !isOver)
          const text = how === 'by saying nothing' ? `the session store did not answer ${ASKED[method]} within 30 ms` : 'disk full'
          assert.deepEqual(seen, {
            nexts: isTold ? [text] : [],
            status: attitude === 'awaited' ? 500 : 200,
            body: attitude === 'awaited' ? 'an error' : 'the page',
            uncaught: []
          })
          if (method !== 'save') return
          const isLate = attitude === 'ignored' && ['later', 'by saying nothing'].includes(how)
          assert.equal(calls, isLate ? 'get set touch set' : 'get set set')
        })
      }
    }
  }
})

describe('a store', ours, () => {
  test('load gives a promise of the session, of undefined for an unknown id', async () => {
    const store = new RecordingStore()
    store.seed({ user: 'ada' })
    const loaded = await store.load('seeded')
    assert.ok(loaded instanceof session.Session)
    assert.equal(loaded.user, 'ada')
    assert.equal(await store.load('unknown'), undefined)
  })

  test('regenerate gives a promise of the new session', async () => {
    const { req, store } = await load()
    const made = await store.regenerate(req)
    assert.equal(made, req.session)
    assert.notEqual(made.id, 'seeded')
  })

  test('MemoryStore tells everything to a promise', async () => {
    const store = new session.MemoryStore()
    const data = { cookie: { maxAge: null }, user: 'ada' }
    assert.equal(await store.set('a', data), undefined)
    assert.equal(await store.set('b', data), undefined)
    assert.deepEqual(await store.get('a'), data)
    assert.equal(await store.get('unknown'), undefined)
    assert.equal(await store.touch('a', { cookie: { path: '/a' } }), undefined)
    assert.deepEqual(await store.get('a'), { ...data, cookie: { path: '/a' } })
    assert.deepEqual(Object.keys(await store.all()), ['a', 'b'])
    assert.equal(await store.length(), 2)
    assert.equal(await store.destroy('a'), undefined)
    assert.equal(await store.length(), 1)
    assert.equal(await store.clear(), undefined)
    assert.equal(await store.length(), 0)
  })

  test('MemoryStore rejects what it does not keep', async () => {
    const store = new session.MemoryStore({ maxBytes: 10 })
    await assert.rejects(store.set('a', { cookie: {}, text: 'x'.repeat(20) }), { message: 'session is larger than maxBytes allows' })
  })

  test('MemoryStore that holds what is no JSON fails wherever it is awaited', async () => {
    const store = new session.MemoryStore()
    store.sessions.a = '{no'
    for (const [method, ...args] of [['get', 'a'], ['load', 'a'], ['all'], ['length']]) {
      await assert.rejects(async () => { await store[method](...args) }, SyntaxError, method)
    }
    assert.equal(await store.clear(), undefined)
    assert.equal(await store.length(), 0)
  })

  test('a class that extends MemoryStore may call the methods it replaces without a callback', async () => {
    class Counting extends session.MemoryStore {
      all (callback) {
        super.all()
        super.all(callback)
      }

      regenerate (req, callback) {
        super.regenerate(req)
        callback()
      }
    }
    const store = new Counting()
    await store.set('a', { cookie: {} })
    assert.equal(await store.length(), 1)
    sessions({ store })
    await promisify(store.regenerate.bind(store))({ sessionID: 'a', headers: {} })
  })
})

test('a session of another module gives promises, too', ours, async (t) => {
  const theirs = require('express-session')
  class ForeignStore extends theirs.Store {
    get (id, callback) { setImmediate(callback, null, { cookie: {}, user: 'ada' }) }
    set (id, data, callback) { setImmediate(callback) }
    destroy (id, callback) { setImmediate(callback, new Error('disk full')) }
    touch (id, data, callback) { setImmediate(callback) }
  }
  const app = await serve(t, { store: new ForeignStore() }, async (req, res) => {
    assert.ok(!(req.session instanceof session.Session))
    assert.equal((await req.session.reload()).user, 'ada')
    await req.session.save()
    await assert.rejects(req.session.regenerate(), { message: 'disk full' })
    res.end(String(req.session.user))
  })
  assert.equal((await app.get('/', new RecordingStore().seed())).body, 'undefined')
})
