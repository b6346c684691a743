// Is a store late only if its answer really had not come in time?
'use strict'

const { describe, test } = require('node:test')
const assert = require('node:assert/strict')
const { once } = require('node:events')
const fs = require('node:fs/promises')
const net = require('node:net')
const { Worker } = require('node:worker_threads')
const { session, sessions, serve, oursOnly } = require('./app')
const RecordingStore = require('./recording-store')

const TIMEOUT = 100
const without = oursOnly('has no storeTimeout')

function standStill (ms) {
  const until = performance.now() + ms
  while (performance.now() < until);
}

// A store behind a socket, as all are that need a time-out: the answer comes 5 ms after the question, whatever the event
// loop of the application does meanwhile.
async function remoteStore (t) {
  const worker = new Worker(`
    const { parentPort } = require('node:worker_threads')
    const server = require('node:net').createServer((socket) => {
      socket.on('data', (chunk) => setTimeout(() => socket.write(chunk), 5))
      socket.on('error', () => {})
    })
    server.listen(0, '127.0.0.1', () => parentPort.postMessage(server.address().port))
  `, { eval: true })
  t.after(() => worker.terminate())
  const [port] = await once(worker, 'message')
  const socket = net.connect(port, '127.0.0.1')
  t.after(() => socket.destroy())
  await once(socket, 'connect')
  const waiting = []
  socket.on('data', (chunk) => {
    for (let answers = chunk.length; answers > 0; answers--) waiting.shift()()
  })
  return storeThat((answer) => {
    waiting.push(answer)
    socket.write('?')
  })
}

// A store that has to take several steps, each in the pool of threads, as one that keeps files.
function storeOfFiles () {
  return storeThat(async (answer) => {
    for (let step = 0; step < 4; step++) await fs.stat(__filename)
    answer()
  })
}

function storeThat (answers) {
  const memory = new RecordingStore()
  const method = (name) => (...args) => answers(() => memory[name](...args))
  const store = Object.assign(new session.Store(), { get: method('get'), set: method('set'), touch: method('touch'), destroy: method('destroy') })
  return { memory, store }
}

describe('storeTimeout', without, () => {
  test('forgives an event loop that stood still: what has arrived meanwhile is an answer', { timeout: 20000 }, async (t) => {
    const { memory, store } = await remoteStore(t)
    const cookie = memory.seed({ user: 'alice' })
    const app = await serve(t, { store, storeTimeout: TIMEOUT }, (req, res) => {
      req.session.count = (req.session.count ?? 0) + 1
      res.end(req.session.user)
    })

    const answers = []
    for (let round = 0; round < 4; round++) {
      const requests = Array.from({ length: 10 }, () => app.get('/', cookie))
      // While some requests wait for `get` and others for `set`.
      await new Promise((resolve) => setTimeout(resolve, 3 + round * 2))
      standStill(2 * TIMEOUT)
      answers.push(...await Promise.all(requests))
    }
    assert.deepEqual(app.errors, [])
    assert.equal(answers.length, 40)
    for (const { status, body } of answers) assert.deepEqual([status, body], [200, 'alice'])
  })

  test('forgives one that stands still again and again', { timeout: 20000 }, async (t) => {
    const { memory, store } = await remoteStore(t)
    const cookie = memory.seed({ user: 'alice' })
    const app = await serve(t, { store, storeTimeout: TIMEOUT })
    const requests = Array.from({ length: 10 }, () => app.get('/', cookie))
    for (let stall = 0; stall < 5; stall++) {
      standStill(TIMEOUT + 20)
      await new Promise((resolve) => setTimeout(resolve, 1))
    }
    assert.deepEqual((await Promise.all(requests)).map(({ status }) => status), Array(10).fill(200))
    assert.deepEqual(app.errors, [])
  })

  test('forgives one that stands still while the store takes the first of several steps', { timeout: 20000 }, async (t) => {
    const { memory, store } = storeOfFiles()
    const cookie = memory.seed({ user: 'alice' })
    const app = await serve(t, { store, storeTimeout: TIMEOUT }, (req, res) => {
      setImmediate(standStill, 2 * TIMEOUT)
      res.end('ok')
    })
    const { get } = store
    store.get = (...args) => {
      setImmediate(standStill, 2 * TIMEOUT)
      get(...args)
    }
    assert.equal((await app.get('/', cookie)).status, 200)
    assert.deepEqual(app.errors, [])
  })

  for (const [method, handler, status] of [
    ['get', () => {}, 500],
    ['set', (req) => { req.session.count = 1 }, 200],
    ['touch', () => {}, 200],
    ['destroy', (req) => { req.session = null }, 200]
  ]) {
    test(`ends the wait for ${method} all the same`, { timeout: 20000 }, async (t) => {
      const store = new RecordingStore()
      const cookie = store.seed({ user: 'alice' })
      store[method] = () => {}
      const app = await serve(t, { store, storeTimeout: 20, unset: 'destroy' }, (req, res) => {
        handler(req)
        res.end('ok')
      })
      assert.equal((await app.get('/', cookie)).status, status)
      await new Promise((resolve) => setTimeout(resolve, 10))
      assert.deepEqual(app.errors.map(({ code, message }) => [code, message]), [
        ['ERR_SESSION_STORE_TIMEOUT', `the session store did not answer ${method} within 20 ms`]
      ])
    })
  }

  test('does not keep a process alive once the store has answered', () => {
    const before = process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length
    const middleware = sessions({ store: new RecordingStore(), storeTimeout: 60000, saveUninitialized: true })
    middleware({ url: '/', headers: {} }, { end () {}, writeHead () {} }, () => {})
    assert.equal(process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length, before)
  })
})
