// Do the options that bound a session's life and `concurrency: 'merge'` keep each other's promises?
'use strict'

const { describe, test } = require('node:test')
const assert = require('node:assert/strict')
const { setTimeout: wait } = require('node:timers/promises')
const { oursOnly, serve, session } = require('./app')
const { movedClock } = require('./moved-clock')
const PatientStore = require('./patient-store')

const ours = oursOnly('has no such options')
const IDLE = 40000
const GRACE = 5000
const user = (sess) => sess.user

/** A store that lets something happen before it writes a session the next time. */
class InterruptedStore extends PatientStore {
  set (id, sess, callback) {
    const { interruption } = this
    if (interruption === undefined || id.startsWith('destroyed-')) return super.set(id, sess, callback)
    this.interruption = undefined
    const text = JSON.stringify(sess)
    // In one process the interruption has to wait for this write.
    Promise.race([interruption(), wait(50)]).then(() => super.set(id, JSON.parse(text), callback))
  }
}

const stores = [['that cannot compare', () => new InterruptedStore()], ['with setIf', () => new session.MemoryStore()]]

/** `/slow` runs until `go` is called; `arrived` tells that it has begun. */
async function visited (t, options, more, act = (sess) => { sess.slow = true }) {
  const clock = movedClock(t)
  let go
  let begun
  const arrived = new Promise((resolve) => { begun = resolve })
  const gate = new Promise((resolve) => { go = resolve })
  const settings = { concurrency: 'merge', ...options }
  const handlers = {
    '/in': (req, res) => { req.session.user = 'alice'; res.end() },
    '/': (req, res) => res.end(String(req.session.user)),
    '/count': (req, res) => { req.session.count = (req.session.count || 0) + 1; res.end(String(req.session.user)) },
    '/show': (req, res) => res.end(String(req.session.count)),
    '/out': (req, res) => req.session.destroy((error) => res.end(error ? error.message : 'out')),
    '/rotate': (req, res) => req.session.regenerate({ keep: true, grace: GRACE }, (error) => { assert.ifError(error); res.end() }),
    '/slow': async (req, res) => { begun(); await gate; act(req.session); res.end() },
    '/slow-out': async (req, res) => { begun(); await gate; req.session.destroy((error) => res.end(error ? error.message : 'out')) },
    ...more
  }
  const app = await serve(t, settings, handlers)
  const { cookie } = await app.get('/in')
  return { ...app, arrived, clock, cookie, go, settings, handlers }
}

const idIn = (cookie) => decodeURIComponent(cookie).slice('connect.sid=s:'.length).split('.')[0]
const read = (store, id) => new Promise((resolve, reject) => store.get(id, (error, data) => error ? reject(error) : resolve(data)))

for (const [what, make] of stores) {
  describe(`concurrency: 'merge' with lifetimes, and a store ${what}`, ours, () => {
    test('a session that every request changes does not end while it is in use', async (t) => {
      const { get, clock, cookie } = await visited(t, { idleTimeout: IDLE, store: make() })
      for (let round = 0; round < 6; round++) {
        clock.advance(IDLE / 2)
        assert.equal((await get('/count', cookie)).body, 'alice')
      }
      clock.advance(IDLE)
      assert.equal((await get('/', cookie)).body, 'undefined')
    })

    test('what a request saves keeps the end that another has set', async (t) => {
      const end = (req, res) => { req.session.ended = true; req.session.expireAt(Date.now() + 5000); res.end() }
      const { get, clock, cookie, arrived, go } = await visited(t, { absoluteTimeout: IDLE, store: make() }, { '/end': end })
      const slow = get('/slow', cookie)
      await arrived
      await get('/end', cookie)
      go()
      await slow
      clock.advance(5000)
      assert.equal((await get('/', cookie)).body, 'undefined')
    })

    test('a request that only sets an end sets it, although another has saved in the meantime', async (t) => {
      const act = (sess) => sess.expireAt(Date.now() + 5000)
      const { get, clock, cookie, arrived, go } = await visited(t, { absoluteTimeout: IDLE, store: make() }, {}, act)
      const slow = get('/slow', cookie)
      await arrived
      await get('/count', cookie)
      go()
      await slow
      assert.equal((await get('/show', cookie)).body, '1')
      clock.advance(5000)
      assert.equal((await get('/', cookie)).body, 'undefined')
    })

    test('a request that was under way does not bring back the id that another process has regenerated', async (t) => {
      const store = make()
      const { get, cookie, arrived, go, settings, handlers, errors } = await visited(t, { user, store })
      const other = await serve(t, settings, handlers)
      const slow = get('/slow', cookie)
      await arrived
      const { cookie: next } = await other.get('/rotate', cookie)
      go()
      await slow
      assert.deepEqual(errors, [])
      assert.equal((await read(store, idIn(cookie))).cookie.life.next.id, idIn(next))
      assert.equal((await get('/', next)).body, 'alice')
    })

    test('nor does one in the same process, and it does not try a hundred times', async (t) => {
      const store = make()
      let reads = 0
      const { get: found } = store
      store.get = function (...args) { reads++; return found.apply(this, args) }
      const { get, cookie, arrived, go, errors } = await visited(t, { user, store })
      const slow = get('/slow', cookie)
      await arrived
      await get('/rotate', cookie)
      reads = 0
      go()
      await slow
      assert.deepEqual(errors, [])
      assert.ok(reads < 3, `${reads} reads`)
    })
  })
}

describe("concurrency: 'merge' with lifetimes", ours, () => {
  test('a renewal undoes nothing that another request saves', async (t) => {
    const store = new InterruptedStore()
    const { get, clock, cookie } = await visited(t, { idleTimeout: IDLE, store })
    clock.advance(IDLE / 2)
    let count
    store.interruption = () => (count = get('/count', cookie))
    await get('/', cookie)
    await count
    assert.equal((await get('/show', cookie)).body, '1')
  })

  test('a renewal brings back nothing that another request destroys', async (t) => {
    const store = new InterruptedStore()
    const { get, clock, cookie } = await visited(t, { idleTimeout: IDLE, store })
    clock.advance(IDLE / 2)
    let out
    store.interruption = () => (out = get('/out', cookie))
    await get('/', cookie)
    assert.equal((await out).body, 'out')
    assert.equal(store.read(idIn(cookie)), undefined)
  })

  test('who logs out with the id from before a rotation ends the session that came of it, for requests under way too', async (t) => {
    const store = new InterruptedStore()
    const { get, cookie, arrived, go } = await visited(t, { user, store })
    const out = get('/slow-out', cookie)
    await arrived
    const { cookie: next } = await get('/rotate', cookie)
    store.interruption = () => { go(); return out }
    await get('/count', next)
    assert.equal((await out).body, 'out')
    assert.equal(store.read(idIn(next)), undefined)
    assert.equal((await get('/', next)).body, 'undefined')
  })

  test('a touch brings nothing back, where a store writes what it is touched with', async (t) => {
    const store = new InterruptedStore()
    store.touch = store.set
    const { get, cookie } = await visited(t, { store }, {
      '/read': async (req, res) => { await get('/out', cookie); res.end() }
    })
    await get('/read', cookie)
    assert.equal(store.read(idIn(cookie)), undefined)
  })
})
