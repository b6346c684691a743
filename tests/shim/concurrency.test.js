// What becomes of a session that two requests have at the same time, in each mode of the option `concurrency`?
'use strict'

const assert = require('node:assert/strict')
const { describe, test } = require('node:test')
const { setTimeout: wait } = require('node:timers/promises')
const { oursOnly, serve, session, sessions } = require('./app')
const RecordingStore = require('./recording-store')

const ours = oursOnly('has no such option')
const modes = ['last-write', 'merge', 'reject']

/** A store that cannot compare and set, as most. */
class PlainStore extends RecordingStore {
  get setIf () { return undefined }

  set (id, record, callback) {
    super.set(id, record, callback)
    if (id.startsWith('destroyed-')) this.calls.push(this.calls.pop() + ' tombstone')
  }

  get (id, callback) {
    super.get(id, callback)
    if (id.startsWith('destroyed-')) this.calls.push(this.calls.pop() + ' tombstone')
  }

  /** What another process does. */
  write (data, id = 'seeded') {
    session.MemoryStore.prototype.set.call(this, id, { cookie: { originalMaxAge: null, path: '/' }, ...data })
  }
}

const data = (store, id) => {
  const record = store.read(id)
  if (record) delete record.cookie
  return record
}

/** One request that loads `{ a: 1, b: 1 }`; while it runs `theirs` happens, and then it does `mine`. */
async function meet (t, options, { mine, theirs, answer, store = new PlainStore() }) {
  const cookie = store.seed({ a: 1, b: 1 })
  const seen = {}
  const app = await serve(t, { store, ...options }, async (req, res) => {
    await theirs(store)
    store.calls.length = 0
    await mine(req.session, req)
    if (answer) await answer(req, res, seen)
    else res.end('ok')
    seen.session = { ...req.session }
  })
  const response = await app.get('/', cookie)
  // next hears when the response has finished
  await wait(5)
  return { store, response, seen, app, codes: app.errors.map((error) => error.code), statuses: app.errors.map((error) => error.status) }
}

const setA = (sess) => { sess.a = 2 }
const othersSetB = (store) => store.write({ a: 1, b: 3 })
const othersSetA = (store) => store.write({ a: 3, b: 1 })
const othersDestroy = (store) => { delete store.sessions.seeded }
const nothing = () => {}

describe('concurrency', ours, () => {
  // what the store has in the end, and the code of the error that next hears
  const table = [
    ['nobody else was there', setA, nothing, [{ a: 2, b: 1 }], [{ a: 2, b: 1 }], [{ a: 2, b: 1 }]],
    ['another key was changed', setA, othersSetB, [{ a: 2, b: 1 }], [{ a: 2, b: 3 }], [{ a: 1, b: 3 }, 'ERR_SESSION_CONFLICT']],
    ['the same key was changed', setA, othersSetA, [{ a: 2, b: 1 }], [{ a: 2, b: 1 }], [{ a: 3, b: 1 }, 'ERR_SESSION_CONFLICT']],
    ['the key that is deleted was changed', (sess) => { delete sess.a }, othersSetA, [{ b: 1 }], [{ b: 1 }], [{ a: 3, b: 1 }, 'ERR_SESSION_CONFLICT']],
    ['another key was deleted', setA, (store) => store.write({ a: 1 }), [{ a: 2, b: 1 }], [{ a: 2 }], [{ a: 1 }, 'ERR_SESSION_CONFLICT']],
    ['the session was destroyed', setA, othersDestroy, [{ a: 2, b: 1 }], [undefined], [undefined]]
  ]
  for (const [what, mine, theirs, ...outcomes] of table) {
    for (const [at, concurrency] of modes.entries()) {
      test(`R16 R17 ${concurrency}: ${what}`, async (t) => {
        const [record, code] = outcomes[at]
        const { store, response, codes, statuses } = await meet(t, { concurrency }, { mine, theirs })
        assert.deepEqual(data(store), record)
        assert.deepEqual([codes, statuses], code ? [[code], [409]] : [[], []])
        assert.equal(response.body, 'ok')
      })
    }
  }

  describe('the cookie', () => {
    const remember = (store) => store.write({ a: 1, b: 1, cookie: { originalMaxAge: 9e6, expires: new Date(Date.now() + 9e6), path: '/' } })

    test('has the attributes that another request gave it', async (t) => {
      const { store } = await meet(t, { concurrency: 'merge' }, { mine: setA, theirs: remember })
      const { cookie, ...rest } = store.read('seeded')
      assert.deepEqual([rest, cookie.originalMaxAge], [{ a: 2, b: 1 }, 9e6])
    })

    test('keeps them when the request saves again', async (t) => {
      const mine = async (sess) => {
        sess.a = 2
        await sess.save()
        assert.equal(sess.cookie.originalMaxAge, 9e6)
        assert.ok(sess.cookie.expires instanceof Date)
        sess.a = 3
      }
      const { store } = await meet(t, { concurrency: 'merge' }, { mine, theirs: remember })
      const { cookie, ...rest } = store.read('seeded')
      assert.deepEqual([rest, cookie.originalMaxAge], [{ a: 3, b: 1 }, 9e6])
    })

    test('is a change that can conflict', async (t) => {
      const { codes } = await meet(t, { concurrency: 'reject' }, { mine: setA, theirs: remember })
      assert.deepEqual(codes, ['ERR_SESSION_CONFLICT'])
    })

    test('that expires later is none', async (t) => {
      const store = new PlainStore()
      const cookie = () => ({ originalMaxAge: 9e6, expires: new Date(Date.now() + 9e6 - 5000 * Math.random()), path: '/' })
      const mine = (sess) => { sess.a = 2 }
      store.seed = (record) => { const sent = PlainStore.prototype.seed.call(store, record); store.write({ ...record, cookie: cookie() }); return sent }
      const { codes } = await meet(t, { concurrency: 'reject' }, { mine, theirs: () => store.write({ a: 1, b: 1, cookie: cookie() }), store })
      assert.deepEqual([codes, data(store)], [[], { a: 2, b: 1 }])
    })
  })

  test('a tombstone has an id of the length that ids have, one for each', async (t) => {
    const ids = []
    const store = new PlainStore()
    const { set } = store
    store.set = (id, ...rest) => { if (id.startsWith('destroyed-')) ids.push(id); set.call(store, id, ...rest) }
    const app = await serve(t, { store, concurrency: 'merge' }, {
      '/in': (req, res) => { req.session.a = 1; res.end(req.sessionID) },
      '/out': (req, res) => req.session.destroy(() => res.end())
    })
    for (let visitor = 0; visitor < 2; visitor++) {
      const { cookie, body } = await app.get('/in')
      await app.get('/out', cookie)
      assert.equal(ids[visitor].length, body.length)
    }
    assert.notEqual(ids[0], ids[1])
  })

  test('a session that is only read costs no call more', async (t) => {
    for (const concurrency of modes) {
      const { store } = await meet(t, { concurrency }, { mine: nothing, theirs: nothing })
      assert.deepEqual(store.calls, ['touch'], concurrency)
    }
  })

  test('a session that is changed costs one get, and one for the tombstone where the store cannot compare', async (t) => {
    const calls = async (options, store) => (await meet(t, options, { mine: setA, theirs: nothing, store })).store.calls
    assert.deepEqual(await calls({}), ['set'])
    assert.deepEqual(await calls({ concurrency: 'last-write' }), ['set'])
    assert.deepEqual(await calls({ concurrency: 'merge' }), ['get', 'set', 'get tombstone'])
    assert.deepEqual(await calls({ concurrency: 'merge' }, Object.assign(new RecordingStore(), { write: nothing })), ['get'])
  })

  test('a new session is saved by one call', async (t) => {
    const store = new PlainStore()
    const app = await serve(t, { store, concurrency: 'merge' }, (req, res) => { req.session.a = 1; res.end() })
    await app.get('/')
    assert.deepEqual(store.calls, ['set'])
  })

  test('resave leaves what others changed, and writes where nobody did', async (t) => {
    const other = await meet(t, { concurrency: 'merge', resave: true }, { mine: nothing, theirs: othersSetB })
    assert.deepEqual([data(other.store), other.store.calls], [{ a: 1, b: 3 }, ['get']])
    const alone = await meet(t, { concurrency: 'merge', resave: true }, { mine: nothing, theirs: nothing })
    assert.deepEqual(alone.store.calls, ['get', 'set', 'get tombstone'])
  })

  test('a function makes the value of a key that both changed', async (t) => {
    const seen = []
    const merge = { a: (...sides) => { seen.push(sides); return sides[1] + sides[2] - sides[0] }, b: () => assert.fail('nobody changed it') }
    const { store } = await meet(t, { concurrency: 'merge', merge }, { mine: setA, theirs: othersSetA })
    assert.deepEqual([data(store), seen], [{ a: 4, b: 1 }, [[1, 2, 3]]])
  })

  test('a function that gives undefined deletes the key, and one that throws fails the save', async (t) => {
    const scene = { mine: setA, theirs: othersSetA }
    assert.deepEqual(data((await meet(t, { concurrency: 'merge', merge: { a: () => undefined } }, scene)).store), { b: 1 })
    const failing = await meet(t, { concurrency: 'merge', merge: { a: () => { throw Object.assign(new Error('no'), { code: 'OWN' }) } } }, scene)
    assert.deepEqual([data(failing.store), failing.codes], [{ a: 3, b: 1 }, ['OWN']])
  })

  test('one that gives a promise fails the save: JSON would make an empty object of it', async (t) => {
    const { store, app } = await meet(t, { concurrency: 'merge', merge: { a: async () => 5 } }, { mine: setA, theirs: othersSetA })
    assert.deepEqual(data(store), { a: 3, b: 1 })
    assert.match(app.errors[0].message, /^merge\.a returned a promise/)
  })

  test('after a save the request has what others changed, and saves again what it changes then', async (t) => {
    const { store, seen } = await meet(t, { concurrency: 'merge', merge: { a: (base, mine, theirs) => mine + theirs - base } }, {
      theirs: (other) => other.write({ a: 3, b: 1, c: [1] }),
      mine: async (sess, req) => {
        sess.a = 2
        const saved = sess.save()
        sess.late = true
        await saved
        assert.deepEqual({ ...req.session, cookie: undefined }, { cookie: undefined, a: 4, b: 1, c: [1], late: true })
        assert.deepEqual(data(storeOf(req)), { a: 4, b: 1, c: [1] })
        sess.a += 1
      }
    })
    assert.equal(seen.session.a, 5)
    assert.deepEqual(data(store), { a: 5, b: 1, c: [1], late: true })
  })

  test('a merge that was saved is not saved again when the response ends', async (t) => {
    const { store } = await meet(t, { concurrency: 'merge' }, { theirs: othersSetB, mine: async (sess) => { sess.a = 2; await sess.save() } })
    assert.deepEqual(store.calls, ['get', 'set', 'get tombstone', 'touch'])
  })

  test('two saves at the same time keep what others changed', async (t) => {
    const { store } = await meet(t, { concurrency: 'merge', merge: { a: (base, mine, theirs) => mine + theirs - base } }, {
      theirs: othersSetA,
      mine: async (sess) => {
        sess.a = 2
        const one = sess.save()
        sess.c = 1
        await Promise.all([one, sess.save()])
      }
    })
    assert.deepEqual(data(store), { a: 4, b: 1, c: 1 })
  })

  test('R16 an explicit save of a session that was destroyed is an error, and makes none', async (t) => {
    for (const concurrency of ['merge', 'reject']) {
      const { store } = await meet(t, { concurrency }, {
        theirs: othersDestroy,
        mine: (sess) => assert.rejects(sess.save(), { code: 'ERR_SESSION_DESTROYED', status: 409 })
      })
      assert.equal(data(store), undefined)
    }
  })

  test('R16 a response that would set the cookie of a session that was destroyed sets none', async (t) => {
    for (const onSaveError of ['send', 'fail']) {
      const { response, store } = await meet(t, { concurrency: 'merge', rolling: true, onSaveError }, { mine: setA, theirs: othersDestroy })
      assert.deepEqual([response.setCookies, response.body, data(store)], [[], 'ok', undefined])
    }
    const kept = await meet(t, { concurrency: 'merge', rolling: true }, { mine: setA, theirs: othersSetB })
    assert.equal(kept.response.setCookies.length, 1)
  })

  test("with onSaveError: 'fail' a conflict is answered by the error handler", async (t) => {
    const { response } = await meet(t, { concurrency: 'reject', onSaveError: 'fail' }, { mine: setA, theirs: othersSetA })
    assert.deepEqual([response.status, response.body], [500, 'another request changed the session at the same time'])
  })

  test('R16 a tombstone is put before a session is destroyed, by destroy, regenerate and unset', async (t) => {
    const ways = {
      destroy: (sess) => sess.destroy(),
      regenerate: (sess) => sess.regenerate(),
      unset: (sess, req) => { req.session = null }
    }
    for (const [name, mine] of Object.entries(ways)) {
      const { store } = await meet(t, { concurrency: 'merge', unset: 'destroy' }, { mine, theirs: nothing })
      assert.deepEqual(store.calls.slice(0, 2), ['set tombstone', 'destroy'], name)
      const tombstone = store.read('destroyed-seeded')
      const left = new Date(tombstone.cookie.expires) - Date.now()
      assert.ok(left > 50_000 && left <= 60_000, `${left}`)
      assert.equal(data(store), undefined)
    }
  })

  test('R16 what another process destroys while a session is written is destroyed again', async (t) => {
    const store = new PlainStore()
    const set = store.set
    store.set = function (id, record, callback) {
      // between the write of ours and its answer
      set.call(this, id, record, () => {
        this.write({ destroyed: true }, 'destroyed-seeded')
        callback()
      })
    }
    const { codes } = await meet(t, { concurrency: 'merge' }, { mine: setA, theirs: nothing, store })
    assert.deepEqual([store.calls, data(store), codes], [['get', 'set', 'get tombstone', 'destroy'], undefined, []])
  })

  test('R16 what a process knows to be destroyed it does not find again, whoever brings it back', async (t) => {
    const { store, app } = await meet(t, { concurrency: 'merge' }, { mine: (sess) => sess.destroy(), theirs: nothing })
    const cookie = store.seed({ a: 1 })
    store.calls.length = 0
    await app.get('/', cookie)
    assert.deepEqual(store.calls.filter((call) => call === 'get'), [])
  })

  test('no request has a tombstone for its session', async (t) => {
    const store = new PlainStore()
    const cookie = store.seed({ destroyed: true }, 'destroyed-seeded')
    const app = await serve(t, { store, concurrency: 'merge' }, (req, res) => res.end(`${req.session.id === 'destroyed-seeded'} ${req.session.destroyed}`))
    assert.equal((await app.get('/', cookie)).body, 'false undefined')
  })

  test('where a tombstone cannot be put the session is destroyed, and whoever destroys it hears of it', async (t) => {
    const store = new PlainStore()
    store.set = (id, record, callback) => callback(new Error('full'))
    const { seen } = await meet(t, { concurrency: 'merge' }, {
      store, theirs: nothing, mine: nothing,
      answer: async (req, res, noted) => { noted.error = await req.session.destroy().catch((error) => error); res.end() }
    })
    assert.deepEqual([seen.error.message, data(store)], ['full', undefined])
  })

  test('with setIf what another process writes between is read again', async (t) => {
    class Comparing extends RecordingStore {
      write (fields, id = 'seeded') { PlainStore.prototype.write.call(this, fields, id) }

      setIf (id, record, previous, callback) {
        this.calls.push('setIf')
        if (this.calls.length < 6) this.write({ a: 1, b: this.calls.length })
        super.setIf(id, record, previous, callback)
      }
    }
    const { store } = await meet(t, { concurrency: 'merge' }, { mine: setA, theirs: nothing, store: new Comparing() })
    assert.deepEqual([data(store), store.calls], [{ a: 2, b: 4 }, ['get', 'setIf', 'get', 'setIf', 'get', 'setIf']])
  })

  test('a setIf that never comes to an end is a conflict', async (t) => {
    const store = Object.assign(new RecordingStore(), { write: nothing, setIf: (id, record, previous, callback) => callback(null, false) })
    const { codes } = await meet(t, { concurrency: 'merge' }, { mine: setA, theirs: nothing, store })
    assert.deepEqual([codes, store.calls.length], [['ERR_SESSION_CONFLICT'], 100])
  })

  test('R22 a turn that does not end is over after ten seconds, and forgotten if nobody waits', (t) => {
    t.mock.timers.enable({ apis: ['setTimeout'] })
    const turns = freshTurns()
    const begun = []
    const act = (name) => (done) => { begun.push({ name, done }) }
    for (const name of ['one', 'two', 'three']) turns.take('id', act(name))
    turns.take('other', act('another'))
    const names = () => begun.map(({ name }) => name).join()
    assert.equal(names(), 'one,another')
    t.mock.timers.tick(9999)
    assert.equal(names(), 'one,another')
    t.mock.timers.tick(1)
    assert.equal(names(), 'one,another,two')
    begun[0].done()
    assert.equal(names(), 'one,another,two', 'whose turn is over ends no other')
    begun[2].done()
    assert.equal(names(), 'one,another,two,three')
    begun[3].done()
    turns.take('id', act('four'))
    assert.equal(names(), 'one,another,two,three,four')
    t.mock.timers.tick(10_000)
    assert.equal(turns.lines.size, 0)
  })

  test('sessions of another session module are merged, and leave tombstones', async (t) => {
    const reference = require('express-session')
    const { createSession, regenerate } = reference.Store.prototype
    const foreign = () => Object.assign(new PlainStore(), { createSession, regenerate })
    const { store } = await meet(t, { concurrency: 'merge' }, { mine: setA, theirs: othersSetB, store: foreign() })
    assert.deepEqual([data(store), store.calls], [{ a: 2, b: 3 }, ['get', 'set', 'get tombstone']])
    for (const way of ['destroy', 'regenerate']) {
      const scene = { mine: (sess) => new Promise((resolve) => { sess[way](resolve) }), theirs: nothing, store: foreign() }
      assert.deepEqual((await meet(t, { concurrency: 'merge' }, scene)).store.calls.slice(0, 2), ['set tombstone', 'destroy'], way)
    }
  })

  test('options that are no such options are a TypeError', () => {
    for (const concurrency of ['', 'mergE', null, true, {}]) {
      assert.throws(() => sessions({ concurrency }), { name: 'TypeError', message: 'concurrency option must be "last-write", "merge" or "reject"' })
    }
    for (const merge of [null, 'a', () => {}, { a: 1 }, { a: () => {}, b: null }]) {
      assert.throws(() => sessions({ concurrency: 'merge', merge }), { name: 'TypeError', message: 'merge option must be an object of functions' })
    }
    for (const concurrency of modes) sessions({ concurrency, merge: { a: () => {} } })
  })
})

describe('req.session.close', oursOnly('has no such method'), () => {
  for (const concurrency of modes) {
    test(`${concurrency}: saves now, and nothing after that`, async (t) => {
      const { store, response } = await meet(t, { concurrency }, {
        theirs: nothing,
        mine: async (sess, req) => {
          sess.a = 2
          await sess.close()
          assert.deepEqual(data(storeOf(req)), { a: 2, b: 1 })
          sess.a = 5
          storeOf(req).write({ a: 7 })
          await assert.rejects(sess.save(), { code: 'ERR_SESSION_CLOSED' })
          await new Promise((resolve) => { sess.save((error) => resolve(assert.equal(error.code, 'ERR_SESSION_CLOSED'))) })
          await sess.close()
        }
      })
      assert.deepEqual([data(store), response.body], [{ a: 7 }, 'ok'])
    })
  }

  test('takes a callback, touches what was not changed, and destroys what was unset', async (t) => {
    const closed = (sess) => new Promise((resolve) => { assert.equal(sess.close(resolve), sess) })
    const touched = await meet(t, {}, { theirs: nothing, mine: async (sess) => assert.equal(await closed(sess), undefined) })
    assert.deepEqual(touched.store.calls, ['touch'])
    const unset = await meet(t, { unset: 'destroy' }, { theirs: nothing, mine: async (sess, req) => { req.session = null; await sess.close() } })
    assert.deepEqual(unset.store.calls, ['destroy'])
  })

  test('a new session gets its cookie where it was saved, and none where it was not', async (t) => {
    const app = await serve(t, {}, {
      '/saved': async (req, res) => { req.session.a = 1; await req.session.close(); res.end() },
      '/empty': async (req, res) => { await req.session.close(); req.session.a = 1; res.end() }
    })
    assert.equal((await app.get('/saved')).setCookies.length, 1)
    assert.equal((await app.get('/empty')).setCookies.length, 0)
  })

  test('hears what the store says', async (t) => {
    const store = new PlainStore()
    store.set = (id, record, callback) => callback(new Error('full'))
    const { seen } = await meet(t, {}, {
      store, theirs: nothing, mine: setA,
      answer: async (req, res, noted) => { noted.error = await req.session.close().catch((error) => error); res.end() }
    })
    assert.equal(seen.error.message, 'full')
  })

  test('leaves the name to applications that keep something under it', async (t) => {
    const store = new RecordingStore()
    const cookie = store.seed({ close: 'noon' })
    const app = await serve(t, { store }, (req, res) => { const was = req.session.close; req.session.close = 'night'; res.end(was) })
    assert.equal((await app.get('/', cookie)).body, 'noon')
    assert.deepEqual(data(store), { close: 'night' })
  })
})

/** Turns whose timers are those of now. */
function freshTurns () {
  const file = require.resolve('../../target/shim/exchange/turns')
  delete require.cache[file]
  return require(file).turnsOf({})
}

function storeOf (req) {
  return req.sessionStore
}

describe('concurrency with a store of promises that has setIf', ours, () => {
  const methods = (kept) => ({
    async get (id) { return kept.has(id) ? JSON.parse(kept.get(id)) : null },
    async set (id, record) { kept.set(id, JSON.stringify(record)) },
    async destroy (id) { kept.delete(id) },
    async setIf (id, record, previous) {
      if (kept.get(id) !== JSON.stringify(previous)) return false
      kept.set(id, JSON.stringify(record))
      return true
    }
  })
  const makers = {
    'that extends PromiseStore': (kept) => {
      class MapStore extends session.PromiseStore {}
      Object.assign(MapStore.prototype, methods(kept))
      return new MapStore()
    },
    'that is declared': (kept) => session.promised(methods(kept))
  }

  for (const [what, make] of Object.entries(makers)) {
    test(`one ${what} is given the session and what it gave before, and its answer counts`, async (t) => {
      const kept = new Map()
      const app = await serve(t, { concurrency: 'merge', store: make(kept) }, {
        '/in': (req, res) => { req.session.user = 'alice'; res.end() },
        '/count': (req, res) => { req.session.count = 1; res.end() }
      })
      const { cookie } = await app.get('/in')
      await app.get('/count', cookie)
      assert.deepEqual(app.errors, [])
      const [record] = [...kept.values()].map((text) => JSON.parse(text))
      assert.deepEqual([record.user, record.count, record.previous], ['alice', 1, undefined])
    })
  }
})
