// Does the middleware work where there is no ordinary response: on WebSocket upgrades and in engine.io?
'use strict'

const { describe, test } = require('node:test')
const assert = require('node:assert/strict')
const http = require('node:http')
const { once } = require('node:events')
const engine = require('engine.io')
const { WebSocket, WebSocketServer } = require('ws')
const { sessions, listen } = require('./app')
const { run } = require('./mock')
const RecordingStore = require('./recording-store')
const { signedCookie, idIn } = require('./signed-cookie')

const logIn = (req, res) => {
  req.session.user = 'alice'
  res.end('ok')
}

describe('ws, with an empty object for the response', () => {
  async function serveSockets (t, onConnection, options) {
    const middleware = sessions(options)
    const server = http.createServer((req, res) => middleware(req, res, () => logIn(req, res)))
    const sockets = new WebSocketServer({ noServer: true })
    server.on('upgrade', (req, socket, head) => {
      middleware(req, {}, () => {
        if (!req.session.user) {
          socket.end('HTTP/1.1 401 Unauthorized\r\n\r\n')
          return
        }
        sockets.handleUpgrade(req, socket, head, (webSocket) => onConnection(webSocket, req))
      })
    })
    t.after(() => {
      for (const client of sockets.clients) client.terminate()
    })
    return listen(t, server)
  }

  const connect = (t, { port }, cookie) => {
    const client = new WebSocket(`ws://127.0.0.1:${port}/`, { headers: cookie ? { cookie } : {} })
    // A client that was refused reports it once more when it is ended.
    t.after(() => client.on('error', () => {}).terminate())
    return client
  }

  test('a session made over HTTP is known on the upgrade', async (t) => {
    const app = await serveSockets(t, (webSocket, req) => webSocket.send(`${req.session.user} ${req.session.id}`))
    const { cookie } = await app.get()
    const [data] = await once(connect(t, app, cookie), 'message')
    assert.equal(String(data), `alice ${idIn(cookie)}`)
  })

  for (const [what, cookie] of [['no cookie', undefined], ['a forged cookie', signedCookie('seeded', 'wrong')], ['an unknown id', signedCookie('unknown')]]) {
    test(`an upgrade with ${what} has a new, empty session`, async (t) => {
      const app = await serveSockets(t, () => assert.fail('let in'))
      const [, response] = await once(connect(t, app, cookie), 'unexpected-response')
      assert.equal(response.statusCode, 401)
    })
  }

  test('the session can be saved, reloaded and destroyed while the socket is open', async (t) => {
    const store = new RecordingStore()
    const app = await serveSockets(t, (webSocket, req) => {
      webSocket.on('message', (message) => {
        const answer = (error) => webSocket.send(error ? error.message : `${req.session?.note}`)
        const { session } = req
        if (String(message) === 'save') {
          session.note = 'from the socket'
          session.save(answer)
        } else if (String(message) === 'reload') {
          session.reload(answer)
        } else {
          session.destroy(answer)
        }
      })
      webSocket.send('open')
    }, { store })
    const { cookie } = await app.get()
    const client = connect(t, app, cookie)
    const ask = async (message) => {
      client.send(message)
      return String((await once(client, 'message'))[0])
    }
    await once(client, 'message')
    assert.equal(await ask('save'), 'from the socket')
    assert.equal(store.read(idIn(cookie)).note, 'from the socket')
    assert.equal(await ask('reload'), 'from the socket')
    assert.equal(await ask('destroy'), 'undefined')
    assert.equal(store.read(idIn(cookie)), undefined)
  })
})

describe('engine.io', () => {
  async function serveEngine (t, onConnection = () => {}, options) {
    const middleware = sessions(options)
    const server = http.createServer((req, res) => middleware(req, res, () => logIn(req, res)))
    const io = engine.attach(server)
    io.use(middleware)
    io.on('connection', (socket) => onConnection(socket.request, socket))
    t.after(() => io.close())
    return { ...await listen(t, server), io }
  }

  const POLLING = '/engine.io/?EIO=4&transport=polling'

  const openSocket = async (t, { port }, headers) => {
    const client = new WebSocket(`ws://127.0.0.1:${port}/engine.io/?EIO=4&transport=websocket`, { headers })
    t.after(() => client.terminate())
    const [[response]] = await Promise.all([once(client, 'upgrade'), once(client, 'message')])
    return response
  }

  test('polling: the session is on the request, its cookie on the response', async (t) => {
    const seen = []
    const app = await serveEngine(t, (req) => seen.push(req.session.id), { saveUninitialized: true })
    const { status, cookie } = await app.get(POLLING)
    assert.equal(status, 200)
    assert.deepEqual(seen, [idIn(cookie)])
  })

  test('polling: a session made over HTTP is known', async (t) => {
    const seen = []
    const app = await serveEngine(t, (req) => seen.push(req.session.user))
    const { cookie } = await app.get()
    await app.get(POLLING, cookie)
    assert.deepEqual(seen, ['alice'])
  })

  test('websocket: a session made over HTTP is known', async (t) => {
    const seen = []
    const app = await serveEngine(t, (req) => seen.push(req.session.user))
    const { cookie } = await app.get()
    await openSocket(t, app, { cookie })
    assert.deepEqual(seen, ['alice'])
  })

  test('websocket: the cookie of a new session is on the upgrade response', async (t) => {
    const seen = []
    const app = await serveEngine(t, (req) => seen.push(req.session.id), { saveUninitialized: true })
    const { headers } = await openSocket(t, app, {})
    assert.deepEqual(headers['set-cookie'].map(idIn), seen)
  })

  test('websocket: rolling sends the cookie of a known session on the upgrade response', async (t) => {
    const store = new RecordingStore()
    const cookie = store.seed({ user: 'alice' })
    const app = await serveEngine(t, () => {}, { store, rolling: true })
    const { headers } = await openSocket(t, app, { cookie })
    assert.deepEqual(headers['set-cookie'], [`${cookie}; Path=/; HttpOnly`])
  })

  test('websocket: an error of the store refuses the connection', async (t) => {
    const store = new RecordingStore()
    const cookie = store.seed()
    store.get = (id, callback) => callback(new Error('disk on fire'))
    const app = await serveEngine(t, () => assert.fail('let in'), { store })
    await assert.rejects(openSocket(t, app, { cookie }), /400|socket hang up/)
  })
})

describe('mock requests and responses', () => {
  test('an empty object is enough for a response until it is used', async () => {
    const store = new RecordingStore()
    const cookie = store.seed({ user: 'alice' })
    const { req } = await run(sessions({ store }), { cookie, res: {} })
    assert.equal(req.session.user, 'alice')
    await new Promise((resolve) => req.session.save(resolve))
    assert.deepEqual(store.calls, ['get', 'set'])
  })

  test('a response is read and wrapped, not used, before it sends anything', async () => {
    const used = []
    const res = new Proxy({ writeHead () {}, write () {}, end () {} }, {
      get (target, name) {
        const method = target[name]
        return typeof method === 'function' ? (...args) => used.push([name, args]) : method
      }
    })
    await run(sessions({ saveUninitialized: true }), { res })
    assert.deepEqual(used, [])
  })

  test('a request needs url and headers, nothing else', async () => {
    const { req } = await run(sessions({ saveUninitialized: true, cookie: { secure: 'auto' } }))
    assert.equal(req.session.cookie.secure, false)
  })

  test('a mock response gets the cookie when its headers are written', async () => {
    const { req, res } = await run(sessions({ saveUninitialized: true }))
    assert.deepEqual(res.sendCookies(), [`${signedCookie(req.sessionID)}; Path=/; HttpOnly`])
  })
})
