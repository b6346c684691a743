// Does MemoryStore keep, copy, expire and forget sessions as the store interface asks?
'use strict'

const { describe, test, beforeEach } = require('node:test')
const assert = require('node:assert/strict')
const { session } = require('./app')

const call = (store, method, ...args) => new Promise((resolve, reject) => {
  store[method](...args, (error, result) => error ? reject(error) : resolve(result))
})

const expiring = (ms) => ({ cookie: { expires: new Date(Date.now() + ms), originalMaxAge: ms } })

describe('MemoryStore', () => {
  let store
  beforeEach(() => { store = new session.MemoryStore() })

  test('is a Store', () => {
    assert.ok(store instanceof session.Store)
  })

  test('gives back what was set', async () => {
    await call(store, 'set', 'a', { cookie: {}, user: 'alice' })
    assert.deepEqual(await call(store, 'get', 'a'), { cookie: {}, user: 'alice' })
  })

  test('gives undefined for an unknown id', async () => {
    assert.equal(await call(store, 'get', 'a'), undefined)
  })

  for (const id of ['__proto__', 'constructor', 'toString', 'hasOwnProperty', '']) {
    test(`R5 knows no session called ${JSON.stringify(id)} until one is set`, async () => {
      assert.equal(await call(store, 'get', id), undefined)
      await call(store, 'touch', id, expiring(1000))
      assert.equal(await call(store, 'get', id), undefined)
      await call(store, 'set', id, { cookie: {}, user: 'alice' })
      assert.equal((await call(store, 'get', id)).user, 'alice')
      assert.equal(await call(store, 'length'), 1)
      await call(store, 'destroy', id)
      assert.equal(await call(store, 'get', id), undefined)
    })
  }

  test('keeps a copy, not the object', async () => {
    const sess = { cookie: {}, cart: ['tea'] }
    await call(store, 'set', 'a', sess)
    sess.cart.push('cake')
    const first = await call(store, 'get', 'a')
    first.cart.push('coffee')
    assert.deepEqual((await call(store, 'get', 'a')).cart, ['tea'])
  })

  test('calls back later, never at once', () => {
    let called = false
    const callback = () => { called = true }
    store.set('a', { cookie: {} }, callback)
    store.get('a', callback)
    store.touch('a', { cookie: {} }, callback)
    store.all(callback)
    store.length(callback)
    store.destroy('a', callback)
    store.clear(callback)
    assert.equal(called, false)
  })

  test('set, touch, destroy and clear need no callback', async () => {
    store.set('a', { cookie: {} })
    store.touch('a', expiring(1000))
    store.set('b', { cookie: {} })
    store.destroy('b')
    assert.deepEqual(Object.keys(await call(store, 'all')), ['a'])
    store.clear()
    assert.equal(await call(store, 'length'), 0)
  })

  const empty = [
    ['get', ['old'], (sess) => sess === undefined],
    ['all', [], (all) => Object.keys(all).length === 0],
    ['length', [], (length) => length === 0]
  ]
  for (const [method, args, isEmpty] of empty) {
    test(`${method} sees no session that expired`, async () => {
      await call(store, 'set', 'old', expiring(-1))
      assert.ok(isEmpty(await call(store, method, ...args)))
    })
  }

  test('keeps a session without expiry', async () => {
    await call(store, 'set', 'a', { cookie: { expires: null } })
    assert.ok(await call(store, 'get', 'a'))
  })

  test('touch takes over the cookie and nothing else', async () => {
    await call(store, 'set', 'a', { ...expiring(1000), user: 'alice' })
    await call(store, 'touch', 'a', { ...expiring(60000), user: 'bob' })
    const { cookie, user } = await call(store, 'get', 'a')
    assert.equal(user, 'alice')
    assert.equal(cookie.originalMaxAge, 60000)
  })

  test('touch revives no session that is gone', async () => {
    await call(store, 'touch', 'a', expiring(60000))
    assert.equal(await call(store, 'get', 'a'), undefined)
  })

  test('all gives the sessions by id, without inherited names', async () => {
    await call(store, 'set', 'a', { cookie: {}, user: 'alice' })
    await call(store, 'set', 'b', { cookie: {}, user: 'bob' })
    const all = await call(store, 'all')
    assert.deepEqual(Object.entries(all).map(([id, { user }]) => [id, user]), [['a', 'alice'], ['b', 'bob']])
    assert.equal(all.toString, undefined)
  })

  test('clear forgets everything', async () => {
    await call(store, 'set', 'a', { cookie: {} })
    await call(store, 'clear')
    assert.equal(await call(store, 'length'), 0)
  })
})
