// What does `Store` give to the stores that extend it?
'use strict'

const { describe, test } = require('node:test')
const assert = require('node:assert/strict')
const { EventEmitter } = require('node:events')
const { session, sessions } = require('./app')

const { Store, Session, Cookie } = session
const STORED_COOKIE = { originalMaxAge: 60000, expires: '2100-01-01T00:00:00.000Z', httpOnly: true, path: '/' }

class OneSession extends Store {
  constructor (answer) {
    super()
    this.answer = answer
    this.destroyed = []
  }

  get (id, callback) {
    callback(...this.answer)
  }

  destroy (id, callback) {
    this.destroyed.push(id)
    callback(...this.answer)
  }
}

test('a Store is an EventEmitter', () => {
  assert.ok(new Store() instanceof EventEmitter)
  assert.equal(new Store().emit('connect'), false)
})

describe('load', () => {
  const load = (store) => new Promise((resolve) => store.load('an id', (...args) => resolve(args)))

  test('gives a Session with its id, its store and a real Cookie', async () => {
    const store = new OneSession([null, { cookie: { ...STORED_COOKIE }, user: 'alice' }])
    const [error, sess] = await load(store)
    assert.equal(error, null)
    assert.ok(sess instanceof Session)
    assert.ok(sess.cookie instanceof Cookie)
    assert.deepEqual([sess.id, sess.user, sess.req.sessionStore], ['an id', 'alice', store])
  })

  for (const missing of [undefined, null, false]) {
    test(`gives nothing when the store answers ${missing}`, async () => {
      assert.deepEqual(await load(new OneSession([null, missing])), [])
    })
  }

  test('hands on what the store reported', async () => {
    const error = new Error('disk on fire')
    assert.deepEqual(await load(new OneSession([error])), [error])
  })
})

describe('createSession', () => {
  const create = (sess) => {
    const req = { sessionID: 'an id' }
    return { req, made: new Store().createSession(req, sess) }
  }

  test('sets req.session and gives it back', () => {
    const { req, made } = create({ cookie: { ...STORED_COOKIE } })
    assert.equal(req.session, made)
    assert.equal(made.id, 'an id')
  })

  test('turns an expiry kept as text into a Date', () => {
    const { made } = create({ cookie: { ...STORED_COOKIE } })
    assert.deepEqual(made.cookie.expires, new Date(STORED_COOKIE.expires))
  })

  test('keeps an expiry that is a Date already', () => {
    const expires = new Date(STORED_COOKIE.expires)
    assert.equal(create({ cookie: { ...STORED_COOKIE, expires } }).made.cookie.expires, expires)
  })

  test('keeps the original maxAge, whatever time has passed', () => {
    assert.equal(create({ cookie: { ...STORED_COOKIE } }).made.cookie.originalMaxAge, 60000)
  })

  test('throws where there is no cookie', () => {
    assert.throws(() => create({ user: 'alice' }), TypeError)
  })
})

describe('regenerate', () => {
  for (const answer of [[], [new Error('disk full')]]) {
    test(`destroys, generates and then calls back with ${answer.length ? 'the error' : 'nothing'}`, () => {
      const store = new OneSession(answer)
      sessions({ store, genid: () => 'new id' })
      const req = { sessionID: 'old id', headers: {} }
      let given
      store.regenerate(req, (...args) => {
        given = args
        assert.equal(req.session.id, 'new id')
      })
      assert.deepEqual(store.destroyed, ['old id'])
      assert.equal(given[0], answer[0])
    })
  }
})
