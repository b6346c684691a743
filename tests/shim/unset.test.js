// Is a session destroyed only by an application that has seen it?
'use strict'

const { describe, test } = require('node:test')
const assert = require('node:assert/strict')
const http = require('node:http')
const { listen, oursOnly, sessions } = require('./app')
const RecordingStore = require('./recording-store')

const settle = () => new Promise((resolve) => setTimeout(resolve, 40))

// A middleware mounted before the session answers while the store is still looking.
async function serveImpatient (t, { answerAfter, storeAfter, handler, options }) {
  const store = new RecordingStore()
  const cookie = store.seed({ user: 'alice' })
  const { get } = store
  store.get = (id, callback) => setTimeout(() => get.call(store, id, callback), storeAfter)
  const middleware = sessions({ store, unset: 'destroy', ...options })
  const app = await listen(t, http.createServer((req, res) => {
    setTimeout(() => {
      if (res.writableEnded) return
      res.statusCode = 503
      res.end('too slow')
    }, answerAfter)
    middleware(req, res, (error) => {
      if (!error) handler?.(req, res)
    })
  }))
  return { ...app, store, cookie }
}

describe("with unset: 'destroy' a response that ends before the store has found the session", () => {
  const never = oursOnly('destroys it')

  test('leaves it alone', never, async (t) => {
    const { get, store, cookie } = await serveImpatient(t, { answerAfter: 5, storeAfter: 20 })
    assert.equal((await get('/', cookie)).status, 503)
    await settle()
    assert.deepEqual(store.calls, ['get'])
    assert.equal(store.read().user, 'alice')
  })

  test('leaves it alone whatever the handler does to it afterwards', never, async (t) => {
    const { get, store, cookie } = await serveImpatient(t, {
      answerAfter: 5, storeAfter: 20, handler: (req) => { req.session = null }
    })
    assert.equal((await get('/', cookie)).status, 503)
    await settle()
    assert.equal(store.read().user, 'alice')
  })

  test('leaves it alone where the store is late for good', never, async (t) => {
    const { get, store, cookie } = await serveImpatient(t, { answerAfter: 20, storeAfter: 40, options: { storeTimeout: 5 } })
    assert.equal((await get('/', cookie)).status, 503)
    await settle()
    assert.equal(store.read().user, 'alice')
  })

  test('leaves it alone where the store fails to load it', never, async (t) => {
    const { get, store, cookie } = await serveImpatient(t, { answerAfter: 20, storeAfter: 1 })
    store.get = (id, callback) => callback(new Error('disk on fire'))
    assert.equal((await get('/', cookie)).status, 503)
    await settle()
    assert.equal(store.read().user, 'alice')
  })
})

test("with unset: 'destroy' an application that has seen the session and drops it destroys it", async (t) => {
  const { get, store, cookie } = await serveImpatient(t, {
    answerAfter: 1000,
    storeAfter: 5,
    handler: (req, res) => {
      delete req.session
      res.end('bye')
    }
  })
  assert.equal((await get('/', cookie)).body, 'bye')
  assert.deepEqual(store.calls, ['get', 'destroy'])
})
