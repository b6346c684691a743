// Can MemoryStore stay: does it let expired sessions go, and keep to its bounds, whatever is done to it?
'use strict'

const { describe, test, beforeEach, afterEach, mock } = require('node:test')
const assert = require('node:assert/strict')
const { inherits } = require('node:util')
const { session, sessions, oursOnly } = require('./app')
const { runScript } = require('./child')
const { run } = require('./mock')

const { MemoryStore } = session
const MINUTE = 60000

let now
const tick = (ms) => { now += ms }

const call = (store, method, ...args) => new Promise((resolve, reject) => {
  store[method](...args, (error, result) => error ? reject(error) : resolve(result))
})
const idsIn = (store) => Object.keys(store.sessions).sort().join(' ')
const aging = (ms, data) => ({ cookie: { expires: new Date(Date.now() + ms), originalMaxAge: ms }, ...data })
const ageless = (data) => ({ cookie: { expires: null }, ...data })
const sized = (bytes) => ({ cookie: {}, fill: 'x'.repeat(bytes - JSON.stringify({ cookie: {}, fill: '' }).length) })

function setAll (store, ids, made = ageless) {
  for (const id of ids.split(' ')) store.set(id, made())
}

describe('MemoryStore', oursOnly('never removes what nobody asks for'), () => {
  beforeEach(() => {
    now = 1e12
    mock.method(Date, 'now', () => now)
  })
  afterEach(() => mock.restoreAll())

  describe('expired sessions', () => {
    test('go while others are used, without being asked for', () => {
      const store = new MemoryStore()
      for (let i = 0; i < 5000; i++) store.set(`old ${i}`, aging(MINUTE))
      setAll(store, 'a b', () => aging(2 * MINUTE))
      tick(MINUTE)
      for (let i = 0; i < 60; i++) store.get('a', () => {})
      assert.equal(idsIn(store), 'a b')
    })

    test('are no more than the living ones when all traffic is first visits', () => {
      const store = new MemoryStore()
      for (let i = 0; i < 20000; i++) {
        store.set(`visit ${i}`, aging(MINUTE))
        tick(100)
        assert.ok(i % 100 > 0 || Object.keys(store.sessions).length <= 1200)
      }
    })

    test('stay where touch or set gave them more time', async () => {
      const store = new MemoryStore()
      setAll(store, 'a b c', () => aging(MINUTE))
      tick(MINUTE - 1)
      store.touch('a', aging(MINUTE))
      store.set('b', aging(MINUTE))
      tick(1)
      for (let i = 0; i < 10; i++) await call(store, 'get', 'none')
      assert.equal(idsIn(store), 'a b')
    })

    test('go without a timer that would keep the process, or the store', async () => {
      const { stdout, code } = await runScript(`
        const store = new session.MemoryStore({ max: 9, ttl: 1000 })
        store.set('a', { cookie: { expires: new Date(Date.now() + 1000) } })
        store.get('a', () => console.log(process.getActiveResourcesInfo().includes('Timeout')))
      `)
      assert.deepEqual([stdout.trim(), code], ['false', 0])
    })
  })

  describe('ttl', () => {
    test('ends sessions whose cookie has no age, so long after they were saved or touched', async () => {
      const store = new MemoryStore({ ttl: MINUTE })
      setAll(store, 'a b')
      tick(MINUTE - 1)
      store.touch('a', ageless())
      tick(1)
      assert.equal(await call(store, 'get', 'b'), undefined)
      assert.deepEqual(Object.keys(await call(store, 'all')), ['a'])
      tick(MINUTE - 1)
      assert.equal(await call(store, 'length'), 0)
    })

    test('is not for cookies that have one', async () => {
      const store = new MemoryStore({ ttl: MINUTE })
      store.set('longer', aging(2 * MINUTE))
      tick(MINUTE)
      assert.ok(await call(store, 'get', 'longer'))
    })

    test('is none by default', async () => {
      const store = new MemoryStore()
      setAll(store, 'a')
      tick(1e12)
      assert.ok(await call(store, 'get', 'a'))
    })
  })

  describe('max', () => {
    test('lets those go that were used longest ago: set and touch are use, all and length are not', async () => {
      const store = new MemoryStore({ max: 4 })
      setAll(store, 'a b c d')
      store.set('a', ageless())
      store.touch('b', ageless())
      await call(store, 'length')
      store.set('c', ageless())
      setAll(store, 'e')
      assert.equal(idsIn(store), 'a b c e')
      setAll(store, 'f g')
      assert.equal(idsIn(store), 'c e f g')
    })

    test('lets those go first that were never read again', async () => {
      const store = new MemoryStore({ max: 4 })
      setAll(store, 'a b')
      await call(store, 'get', 'a')
      await call(store, 'all')
      setAll(store, 'c d e f')
      assert.equal(idsIn(store), 'a d e f')
      store.set('a', ageless())
      setAll(store, 'g h i')
      assert.equal(idsIn(store), 'a g h i')
    })

    test('leaves a place to those that were just made, however many were read again', async () => {
      const store = new MemoryStore({ max: 5 })
      setAll(store, 'a b c d e')
      for (const id of 'abcde') await call(store, 'get', id)
      setAll(store, 'f')
      assert.equal(idsIn(store), 'b c d e f')
      assert.ok(await call(store, 'get', 'f'))
      setAll(store, 'g')
      assert.equal(idsIn(store), 'c d e f g')
    })

    test('keeps to the order when it is set later', async () => {
      const store = new MemoryStore()
      setAll(store, 'a b c d')
      await call(store, 'get', 'b')
      await call(store, 'get', 'a')
      store.limit({ max: 2 })
      assert.equal(idsIn(store), 'a b')
      setAll(store, 'e')
      assert.equal(idsIn(store), 'a e')
    })

    test('counts no session that was destroyed, cleared or expired', async () => {
      const store = new MemoryStore({ max: 3 })
      setAll(store, 'a b c')
      store.destroy('a')
      setAll(store, 'd')
      assert.equal(idsIn(store), 'b c d')
      store.clear()
      setAll(store, 'e f g')
      assert.equal(idsIn(store), 'e f g')
      store.clear()
      setAll(store, 'h i j', () => aging(1))
      tick(1)
      await call(store, 'length')
      setAll(store, 'k l m')
      assert.equal(idsIn(store), 'k l m')
    })

    test('holds over 20,000 first visits with saveUninitialized', async () => {
      const store = new MemoryStore({ max: 100 })
      const middleware = sessions({ store, saveUninitialized: true })
      for (let i = 0; i < 20000; i++) {
        const { res } = await run(middleware)
        res.end()
        assert.ok(i % 100 > 0 || Object.keys(store.sessions).length <= 100)
      }
      assert.equal(await call(store, 'length'), 100)
    })
  })

  describe('maxBytes', () => {
    test('bounds the ids and texts together, in UTF-8', () => {
      const store = new MemoryStore({ maxBytes: 303 })
      setAll(store, 'a b c', () => sized(100))
      assert.equal(idsIn(store), 'a b c')
      store.set('a', sized(101))
      assert.equal(idsIn(store), 'a c')
      store.clear()
      setAll(store, 'd e', () => ageless({ fill: 'é'.repeat(60) }))
      assert.equal(idsIn(store), 'e')
    })

    test('keeps what was just set, where those that were read again leave it no room', async () => {
      const store = new MemoryStore({ maxBytes: 505 })
      setAll(store, 'a b c d', () => sized(100))
      for (const id of 'abcd') await call(store, 'get', id)
      store.set('e', sized(350))
      assert.equal(idsIn(store), 'd e')
    })

    test('refuses a session that would not fit alone, and leaves everything as it was', async () => {
      const store = new MemoryStore({ maxBytes: 300 })
      store.set('a', sized(100))
      store.set('b', sized(100))
      await assert.rejects(call(store, 'set', 'a', sized(300)), /larger than maxBytes/)
      assert.equal(JSON.stringify(await call(store, 'get', 'a')).length, 100)
      assert.equal(idsIn(store), 'a b')
    })
  })

  describe('options', () => {
    for (const name of ['max', 'maxBytes', 'ttl']) {
      test(`${name} is a number, 1 or more`, () => {
        for (const wrong of ['100', 0, -1, NaN, null, true, {}, 10n]) {
          const error = { name: 'TypeError', message: `${name} option must be a number, 1 or more` }
          assert.throws(() => new MemoryStore({ [name]: wrong }), error)
        }
        for (const right of [1, 1.5, 1e12, Infinity, undefined]) assert.ok(new MemoryStore({ [name]: right }))
      })
    }

    test('of other names are named', () => {
      for (const unknown of [{ foo: 1 }, { max: 1, foo: undefined }, Object.defineProperty({}, 'foo', { enumerable: true })]) {
        const error = { name: 'TypeError', message: 'foo is no option of MemoryStore; it has max, maxBytes and ttl' }
        assert.throws(() => new MemoryStore(unknown), error)
        assert.throws(() => new MemoryStore().limit(unknown), error)
      }
      for (const wrong of [1000, 'max', true, () => {}]) {
        assert.throws(() => new MemoryStore(wrong), { name: 'TypeError', message: 'options of MemoryStore must be an object' })
      }
    })

    test('may be missing', () => {
      for (const missing of [{}, null, undefined, false, Object.create({ inherited: 1 })]) assert.ok(new MemoryStore(missing))
    })

    // 60000 milliseconds, or seconds, or a text: nobody read them before.
    const own = { ttl: '1 day', max: 1, maxBytes: 1, checkPeriod: 86400000 }
    function Calling (options) {
      MemoryStore.call(this, options)
    }
    inherits(Calling, MemoryStore)
    class Extending extends MemoryStore {}

    for (const Form of [Calling, Extending]) {
      test(`of a store that is ${Form.name.toLowerCase()} this one are its own, and limit bounds it`, () => {
        const store = new Form(own)
        setAll(store, 'a b c')
        assert.equal(idsIn(store), 'a b c')
        store.limit({ max: 2 })
        setAll(store, 'd e f')
        assert.equal(idsIn(store), 'e f')
      })
    }

    test('are not needed where the constructor never ran', async () => {
      const store = Object.create(MemoryStore.prototype)
      assert.equal(await call(store, 'get', 'a'), undefined)
      store.set('a', aging(MINUTE))
      assert.equal(await call(store, 'length'), 1)
      tick(MINUTE)
      assert.equal(await call(store, 'length'), 0)
    })
  })

  describe('sessions', () => {
    test('holds the JSON of each by its id, and nothing else', () => {
      const store = new MemoryStore({ max: 9 })
      store.set('a', ageless({ user: 'alice' }))
      assert.deepEqual({ ...store.sessions }, { a: '{"cookie":{"expires":null},"user":"alice"}' })
      assert.deepEqual(Object.keys(store).filter((name) => !name.startsWith('_')), ['sessions'])
    })

    test('may be changed by anybody', async () => {
      const store = new MemoryStore({ max: 2 })
      store.sessions.put = JSON.stringify(ageless({ user: 'alice' }))
      assert.equal((await call(store, 'get', 'put')).user, 'alice')
      store.sessions.put = JSON.stringify(aging(MINUTE))
      assert.ok(await call(store, 'get', 'put'))
      tick(MINUTE)
      assert.equal(await call(store, 'get', 'put'), undefined)

      store.set('longer', aging(1))
      store.sessions.longer = JSON.stringify(aging(MINUTE))
      tick(1)
      for (let i = 0; i < 9; i++) await call(store, 'get', 'none')
      assert.ok(await call(store, 'get', 'longer'))
      store.clear()

      setAll(store, 'a b')
      delete store.sessions.b
      assert.equal(await call(store, 'get', 'b'), undefined)
      assert.equal(await call(store, 'length'), 1)
    })

    test('may be replaced, and the bounds stay', async () => {
      const store = new MemoryStore({ max: 2 })
      setAll(store, 'a b')
      const other = store.sessions = {}
      assert.equal(await call(store, 'get', 'a'), undefined)
      setAll(store, 'c d e')
      assert.deepEqual(Object.keys(other), ['d', 'e'])
    })
  })
})
