// In which order do headers, store and end of the response happen?
'use strict'

const { describe, test } = require('node:test')
const assert = require('node:assert/strict')
const http = require('node:http')
const { once } = require('node:events')
const { serve, listen, oursOnly } = require('./app')
const RecordingStore = require('./recording-store')
const { idIn } = require('./signed-cookie')

const logIn = (req) => { req.session.user = 'alice' }

// A store whose answers wait until `release` is called.
class HeldStore extends RecordingStore {
  constructor () {
    super()
    this.asked = new Promise((resolve) => { this.ask = resolve })
    this.released = new Promise((resolve) => { this.release = resolve })
  }

  set (id, sess, callback) {
    super.set(id, sess, this.held(callback))
  }

  touch (id, sess, callback) {
    super.touch(id, sess, this.held(callback))
  }

  destroy (id, callback) {
    super.destroy(id, this.held(callback))
  }

  held (callback) {
    this.ask()
    return (error) => this.released.then(() => callback(error))
  }
}

async function openRequest (app, cookie) {
  const outgoing = http.get({ host: '127.0.0.1', port: app.port, agent: false, headers: cookie ? { cookie } : {} })
  const [incoming] = await once(outgoing, 'response')
  incoming.setEncoding('utf8')
  return { outgoing, incoming }
}

describe('the end of the response waits for the store', () => {
  const waits = [
    ['set', {}, logIn],
    ['touch', {}, () => {}],
    ['destroy', { unset: 'destroy' }, (req) => { req.session = null }]
  ]
  const framings = [
    ['with a Content-Length', (res) => {
      res.setHeader('Content-Length', 5)
      res.end('hello')
    }],
    ['in chunks', (res) => res.end('hello')],
    ['after a write', (res) => {
      res.write('hel')
      res.end('lo')
    }]
  ]

  for (const [call, options, handle] of waits) {
    for (const [framing, answer] of framings) {
      test(`for ${call}, ${framing}`, { timeout: 10000 }, async (t) => {
        const store = new HeldStore()
        const cookie = store.seed()
        const app = await serve(t, { store, ...options }, (req, res) => {
          handle(req)
          answer(res)
        })
        let ended = false
        const answered = app.get('/', cookie).then(({ body }) => {
          ended = true
          return body
        })
        await store.asked
        assert.equal(store.calls.at(-1), call)
        await new Promise((resolve) => setTimeout(resolve, 20))
        assert.equal(ended, false)
        store.release()
        assert.equal(await answered, 'hello')
      })
    }
  }

  test('so "finish" comes after the save', async (t) => {
    const order = []
    const store = new RecordingStore()
    store.set = (id, sess, callback) => setTimeout(() => {
      order.push('saved')
      callback()
    }, 10)
    const app = await serve(t, { store }, (req, res) => {
      res.on('finish', () => order.push('finish'))
      logIn(req)
      res.end('ok')
    })
    await app.get()
    assert.deepEqual(order, ['saved', 'finish'])
  })

  test('so a request sent after the answer sees the session, though the store is slow', async (t) => {
    const store = new RecordingStore()
    const set = store.set
    store.set = function (...args) {
      setTimeout(() => set.apply(this, args), 10)
    }
    const app = await serve(t, { store }, (req, res) => {
      if (req.url === '/login') logIn(req)
      res.end(req.session.user)
    })
    const { cookie } = await app.get('/login')
    assert.equal((await app.get('/', cookie)).body, 'alice')
  })

  test('headers and what was written before do not wait', { timeout: 10000 }, async (t) => {
    const store = new HeldStore()
    const app = await serve(t, { store }, (req, res) => {
      logIn(req)
      res.write('first ')
      setImmediate(() => res.end('second'))
    })
    const { incoming } = await openRequest(app)
    let received = ''
    incoming.on('data', (text) => { received += text })
    while (!received.startsWith('first ')) await once(incoming, 'data')
    assert.equal(incoming.complete, false)
    store.release()
    await once(incoming, 'end')
    assert.equal(received, 'first second')
  })
})

describe('headers already sent', () => {
  const senders = [
    ['write', (res) => res.write('x')],
    ['writeHead and flushHeaders', (res) => res.writeHead(200).flushHeaders()],
    ['flushHeaders', (res) => res.flushHeaders()]
  ]
  for (const [how, send] of senders) {
    test(`by ${how}: a session changed later is saved without a cookie`, async (t) => {
      const store = new RecordingStore()
      const app = await serve(t, { store }, (req, res) => {
        send(res)
        logIn(req)
        res.end('x')
      })
      assert.deepEqual((await app.get()).setCookies, [])
      assert.deepEqual(store.calls, ['set'])
    })

    test(`by ${how}: a session changed before is sent and saved with what came later`, async (t) => {
      const store = new RecordingStore()
      const app = await serve(t, { store }, (req, res) => {
        logIn(req)
        send(res)
        req.session.late = true
        res.end('x')
      })
      const { cookie } = await app.get()
      assert.equal(store.read(idIn(cookie)).late, true)
    })
  }
})

describe('R11 Set-Cookie headers of others', () => {
  const others = [
    ['setHeader with text', (res) => res.setHeader('Set-Cookie', 'a=1'), ['a=1']],
    ['setHeader with an array', (res) => res.setHeader('Set-Cookie', ['a=1', 'b=2']), ['a=1', 'b=2']],
    ['appendHeader', (res) => res.appendHeader('set-cookie', 'a=1').appendHeader('Set-Cookie', 'b=2'), ['a=1', 'b=2']],
    ['writeHead with an object', (res) => res.writeHead(200, { 'Set-Cookie': ['a=1', 'b=2'] }), ['a=1', 'b=2']],
    ['writeHead with an object and text', (res) => res.writeHead(200, 'OK', { 'set-cookie': 'a=1' }), ['a=1']],
    ['writeHead with a flat array', (res) => res.writeHead(200, ['Set-Cookie', 'a=1', 'Set-Cookie', 'b=2']), ['a=1', 'b=2']],
    ['writeHead with an array of pairs', (res) => res.writeHead(200, [['Set-Cookie', ['a=1', 'b=2']]]), ['a=1', 'b=2']]
  ]
  for (const [how, set, expected] of others) {
    test(`set by ${how} are kept, ours comes once and last`, async (t) => {
      const app = await serve(t, {}, (req, res) => {
        logIn(req)
        set(res)
        res.end('ok')
      })
      const { setCookies, cookie } = await app.get()
      assert.deepEqual(setCookies.slice(0, -1), expected)
      assert.equal(setCookies.at(-1), `${cookie}; Path=/; HttpOnly`)
    })
  }

  test('are sent alone where ours is not due', async (t) => {
    const app = await serve(t, {}, (req, res) => res.writeHead(200, { 'Set-Cookie': 'a=1' }).end())
    assert.deepEqual((await app.get()).setCookies, ['a=1'])
  })

  test('R11 a session regenerated and saved twice still sends one cookie', async (t) => {
    const app = await serve(t, { rolling: true }, (req, res) => {
      logIn(req)
      req.session.save(() => req.session.regenerate(() => {
        logIn(req)
        req.session.save(() => res.end(req.sessionID))
      }))
    })
    const { setCookies, body } = await app.get()
    assert.deepEqual(setCookies.map(idIn), [body])
  })

  test('R11 a flat array of odd length is an error, not a split header', async (t) => {
    let thrown
    const app = await serve(t, {}, (req, res) => {
      try {
        res.writeHead(200, ['X-One', 'a', 'Set-Cookie'])
      } catch (error) {
        thrown = error
      }
      if (!res.headersSent) res.statusCode = 500
      res.end()
    })
    await app.get()
    assert.ok(thrown instanceof Error)
  })
})

test('a framework may give headersSent a meaning of its own', async (t) => {
  const app = await serve(t, {}, (req, res) => {
    // as @fastify/express does
    Object.defineProperty(res, 'headersSent', { value: false })
    logIn(req)
    res.writeHead(201)
    res.end('ok')
  })
  const { status, body } = await app.get()
  assert.deepEqual([status, body, app.errors], [201, 'ok', []])
})

describe('several calls of end', () => {
  test('the second does nothing and gives the response', oursOnly('gives false'), async (t) => {
    const store = new RecordingStore()
    let second, response
    const app = await serve(t, { store }, (req, res) => {
      logIn(req)
      res.end('one')
      second = res.end('two')
      response = res
    })
    assert.equal((await app.get()).body, 'one')
    assert.equal(second, response)
    assert.deepEqual(store.calls, ['set'])
  })

  // Each gives the callbacks that were called, in alphabetical order, for their order may be that of the store.
  const sequences = {
    'end(text, a), end(b)': (res, called) => {
      res.end('one', () => called('a'))
      res.end(() => called('b'))
    },
    'end(a), end(b), end(c)': (res, called) => {
      for (const name of ['a', 'b', 'c']) res.end(() => called(name))
    },
    'end(text, a), and end(b) when it has finished': (res, called) => {
      res.on('finish', () => res.end((error) => called(`b ${error?.code}`)))
      res.end('one', () => called('a'))
    }
  }
  for (const [what, act] of Object.entries(sequences)) {
    for (const [kind, handle] of [['nothing to save', () => {}], ['a session to save', logIn]]) {
      test(`${what}, with ${kind}: callbacks are those of a response without sessions`, oursOnly('loses callbacks'), async (t) => {
        const outcomeOf = async (app, calls) => {
          const { status, body } = await app.get()
          await new Promise((resolve) => setTimeout(resolve, 5))
          return { status, body, calls: calls.sort() }
        }
        const expected = []
        const plain = await listen(t, http.createServer((req, res) => act(res, (name) => expected.push(name))))
        const actual = []
        const app = await serve(t, {}, (req, res) => {
          handle(req)
          act(res, (name) => actual.push(name))
        })
        assert.deepEqual(await outcomeOf(app, actual), await outcomeOf(plain, expected))
        assert.deepEqual(app.errors, [])
      })
    }
  }
})

describe('a client that goes away', () => {
  test('costs no session: it is saved, and the server goes on', { timeout: 10000 }, async (t) => {
    const store = new RecordingStore()
    const saved = new Promise((resolve) => {
      const set = store.set
      store.set = function (...args) {
        resolve()
        return set.apply(this, args)
      }
    })
    const app = await serve(t, { store }, async (req, res) => {
      if (req.url === '/next') return res.end('still here')
      logIn(req)
      res.write('the beginning')
      await once(res, 'close')
      res.end('the end')
    })
    const { outgoing, incoming } = await openRequest(app)
    await once(incoming, 'data')
    incoming.on('error', () => {})
    outgoing.destroy()
    await saved
    assert.equal((await app.get('/next')).body, 'still here')
    assert.deepEqual(app.errors, [])
  })
})

test('several requests on one connection have their own sessions', async (t) => {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 1 })
  t.after(() => agent.destroy())
  const app = await serve(t, {}, (req, res) => {
    logIn(req)
    res.end(String(req.socket.remotePort))
  })
  const [first, second] = [await app.request({ agent }), await app.request({ agent })]
  assert.equal(first.body, second.body)
  assert.notEqual(idIn(first.cookie), idIn(second.cookie))
})
