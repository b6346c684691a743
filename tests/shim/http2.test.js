// Does a server of node:http2 have sessions like any other?
'use strict'

const { describe, test } = require('node:test')
const assert = require('node:assert/strict')
const { once } = require('node:events')
const http2 = require('node:http2')
const https = require('node:https')
const { Readable } = require('node:stream')
const { sessions, certificate, oursOnly } = require('./app')
const RecordingStore = require('./recording-store')
const { idIn, attributesOf } = require('./signed-cookie')

const { NGHTTP2_CANCEL } = http2.constants
const TEXT = 'all work and no play'

const kinds = {
  'in the clear': () => http2.createServer(),
  'over TLS': () => http2.createSecureServer({ ...certificate(), allowHTTP1: true })
}

const logIn = (req) => { req.session.user = 'alice' }
const count = (req, res) => {
  req.session.views = (req.session.views || 0) + 1
  res.end(String(req.session.views))
}

/** Serves `handler` behind sessions, or alone where there are no options. */
async function serve (t, kind, options, handler) {
  const errors = []
  const middleware = options ? sessions(options) : (req, res, next) => next()
  const server = kinds[kind]()
  server.on('request', (req, res) => middleware(req, res, (error) => {
    if (!error) return handler(req, res)
    errors.push(error)
    if (res.headersSent) return
    res.statusCode = 500
    res.end(error.message)
  }))
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address()
  const scheme = kind === 'over TLS' ? 'https' : 'http'
  const client = http2.connect(`${scheme}://127.0.0.1:${port}`, { rejectUnauthorized: false })
  t.after(() => {
    client.destroy()
    return new Promise((resolve) => server.close(resolve))
  })
  return { port, errors, open: (headers) => client.request(headers), request: (headers) => answerOf(client.request({ ':path': '/', ...headers })) }
}

async function answerOf (stream) {
  let headers = {}
  let trailers = {}
  const chunks = []
  stream.on('response', (received) => { headers = received })
  stream.on('trailers', (received) => { trailers = received })
  stream.on('data', (chunk) => chunks.push(chunk))
  stream.setTimeout(10000, () => stream.close(NGHTTP2_CANCEL))
  await once(stream, 'close')
  const { ':status': status, 'set-cookie': setCookies = [], date, ...others } = headers
  const cookie = setCookies.find((text) => text.startsWith('connect.sid='))?.split(';')[0]
  return { status, setCookies, cookie, headers: { ...others }, trailers: { ...trailers }, body: Buffer.concat(chunks).toString(), code: stream.rstCode }
}

function deferred () {
  let resolve
  const promise = new Promise((settle) => { resolve = settle })
  return { promise, resolve }
}

const opts = oursOnly('throws: _implicitHeader is not a function')

for (const kind of Object.keys(kinds)) {
  describe(`HTTP/2 ${kind}`, opts, () => {
    test('a counter counts', async (t) => {
      const app = await serve(t, kind, {}, count)
      const { body, cookie } = await app.request()
      assert.equal(body, '1')
      assert.equal((await app.request({ cookie })).body, '2')
      assert.equal((await app.request({ cookie })).body, '3')
      assert.equal((await app.request()).body, '1')
    })

    const answers = {
      'end()': (res) => res.end(),
      'end(text)': (res) => res.end(TEXT),
      'end(text, encoding)': (res) => res.end('68656c6c6f', 'hex'),
      'end(Uint8Array)': (res) => res.end(new Uint8Array([104, 105])),
      'write, end()': (res) => {
        res.write(TEXT)
        res.end()
      },
      'write, end(text)': (res) => {
        res.write(TEXT)
        res.end(TEXT)
      },
      'pipe': (res) => Readable.from([TEXT, TEXT, TEXT]).pipe(res),
      'pipe of a large stream': (res) => Readable.from([Buffer.alloc(1 << 20, TEXT)]).pipe(res),
      'Content-Length': (res) => {
        res.setHeader('Content-Length', TEXT.length)
        res.end(TEXT)
      },
      'Content-Length of one byte': (res) => {
        res.setHeader('Content-Length', 1)
        res.end('x')
      },
      'Content-Length, a large Buffer': (res) => {
        res.setHeader('Content-Length', 1 << 20)
        res.end(Buffer.alloc(1 << 20, TEXT))
      },
      'writeHead': (res) => res.writeHead(201, { 'X-One': 'a' }).end(TEXT),
      'flushHeaders': (res) => {
        res.flushHeaders()
        setTimeout(() => res.end(TEXT), 2)
      },
      '204': (res) => {
        res.statusCode = 204
        res.end()
      },
      '304': (res) => {
        res.statusCode = 304
        res.setHeader('ETag', '"1"')
        res.end()
      },
      'a trailer': (res) => {
        res.addTrailers({ 'x-sum': '42' })
        res.end(TEXT)
      }
    }
    const saves = [
      ['no session change', {}, () => {}],
      ['a session that is saved', {}, logIn],
      ['a session that is destroyed', { unset: 'destroy' }, (req) => { req.session = null }]
    ]
    for (const [name, answer] of Object.entries(answers)) {
      test(`R21 ${name}: the answer is the one sent without sessions, for GET and HEAD`, async (t) => {
        const plain = await serve(t, kind, undefined, (req, res) => answer(res))
        for (const [what, options, handle] of saves) {
          const app = await serve(t, kind, options, (req, res) => {
            handle(req)
            answer(res)
          })
          for (const method of ['GET', 'HEAD']) {
            const { setCookies, cookie, ...actual } = await app.request({ ':method': method })
            const { setCookies: none, cookie: neither, ...expected } = await plain.request({ ':method': method })
            assert.deepEqual(actual, expected, `${method}, ${what}`)
            assert.equal(setCookies.length, handle === logIn ? 1 : 0)
          }
          assert.deepEqual(app.errors, [])
        }
      })
    }

    test('nothing goes out before the store has answered, and nothing can be changed while it waits', async (t) => {
      const store = new RecordingStore()
      const seen = { isThere: false, refused: [] }
      const asked = deferred()
      store.set = (id, data, callback) => asked.resolve(callback)
      const app = await serve(t, kind, { store }, (req, res) => {
        logIn(req)
        res.setHeader('X-One', 'a')
        res.end(TEXT)
        seen.headersSent = res.headersSent
        res.statusCode = 500
        res.flushHeaders()
        for (const change of [() => res.setHeader('X-Two', 'b'), () => res.removeHeader('X-One'), () => res.writeHead(500)]) {
          try {
            change()
          } catch ({ code }) {
            seen.refused.push(code)
          }
        }
      })
      const stream = app.open({ ':path': '/' })
      let headers
      let body = ''
      stream.on('response', (received) => {
        seen.isThere = true
        headers = received
      })
      stream.setEncoding('utf8').on('data', (text) => { body += text })
      const release = await asked.promise
      await new Promise((resolve) => setTimeout(resolve, 20))
      assert.deepEqual(seen, { isThere: false, headersSent: true, refused: Array(3).fill('ERR_HTTP_HEADERS_SENT') })
      release()
      await once(stream, 'end')
      assert.deepEqual([headers[':status'], headers['x-one'], headers['x-two'], body], [200, 'a', undefined, TEXT])
      assert.equal(headers['set-cookie'].length, 1)
    })

    for (const [form, end] of [
      ['end(callback)', (res, callback) => res.end(callback)],
      ['end(text, callback)', (res, callback) => res.end(TEXT, callback)],
      ['end(text, encoding, callback)', (res, callback) => res.end(TEXT, 'utf8', callback)]
    ]) {
      test(`R21 the callback of ${form} is called once, and end gives the response`, async (t) => {
        let calls = 0
        let result
        const app = await serve(t, kind, {}, (req, res) => {
          logIn(req)
          result = end(res, () => { calls += 1 }) === res
        })
        await app.request()
        await new Promise((resolve) => setTimeout(resolve, 5))
        assert.deepEqual([calls, result], [1, true])
      })
    }

    test('R11 cookies of others are kept, ours comes once', async (t) => {
      const app = await serve(t, kind, {}, (req, res) => {
        logIn(req)
        res.setHeader('Set-Cookie', ['a=1', 'b=2'])
        res.writeHead(200, { 'X-One': 'a' })
        res.end(TEXT)
      })
      const { setCookies } = await app.request()
      assert.deepEqual(setCookies.slice(0, -1), ['a=1', 'b=2'])
      assert.match(setCookies.at(-1), /^connect\.sid=s%3A/)
      assert.equal(setCookies.length, 3)
    })

    test('R15 regenerate gives a new id, and the old one is dead', async (t) => {
      const store = new RecordingStore()
      const app = await serve(t, kind, { store }, (req, res) => {
        if (req.headers['x-log-in'] === undefined) return count(req, res)
        req.session.regenerate(() => {
          logIn(req)
          res.end(req.sessionID)
        })
      })
      const { cookie: before } = await app.request()
      const { cookie: after, body: id } = await app.request({ cookie: before, 'x-log-in': '1' })
      assert.equal(idIn(after), id)
      assert.notEqual(idIn(before), id)
      assert.deepEqual(Object.keys(store.sessions), [id])
      assert.equal((await app.request({ cookie: before })).body, '1')
    })

    test('secure "auto" and sameSite "auto" follow the connection', async (t) => {
      const app = await serve(t, kind, { cookie: { secure: 'auto', sameSite: 'auto' } }, count)
      const expected = kind === 'over TLS' ? ['Path=/', 'HttpOnly', 'Secure', 'SameSite=None'] : ['Path=/', 'HttpOnly', 'SameSite=Lax']
      assert.deepEqual(attributesOf((await app.request()).setCookies[0]), expected)
    })

    for (const [when, begin] of [['before anything was sent', () => {}], ['in the middle of the body', (res) => res.write(TEXT)]]) {
      test(`a stream that its client cancels ${when} costs no session, and the others go on`, async (t) => {
        const store = new RecordingStore()
        let arrived, ended
        const arrival = new Promise((resolve) => { arrived = resolve })
        const end = new Promise((resolve) => { ended = resolve })
        const app = await serve(t, kind, { store }, async (req, res) => {
          if (req.headers.cookie) return count(req, res)
          const closed = once(req.stream, 'close')
          logIn(req)
          begin(res)
          arrived()
          await closed
          res.end(TEXT)
          ended(req.sessionID)
        })
        const stream = app.open({ ':path': '/' })
        stream.on('error', () => {})
        await arrival
        stream.close(NGHTTP2_CANCEL)
        assert.equal(store.read(await end).user, 'alice')
        assert.equal((await app.request({ cookie: 'a=1' })).body, '1')
        assert.deepEqual(app.errors, [])
      })
    }

    test('many streams of one connection have their own sessions', async (t) => {
      const app = await serve(t, kind, {}, count)
      const first = await Promise.all(Array.from({ length: 20 }, () => app.request()))
      const second = await Promise.all(first.map(({ cookie }) => app.request({ cookie })))
      assert.equal(new Set(first.map(({ cookie }) => idIn(cookie))).size, 20)
      assert.deepEqual(second.map(({ body }) => body), Array(20).fill('2'))
    })
  })
}

test('allowHTTP1: a client of HTTP/1.1 shares its session with one of HTTP/2', opts, async (t) => {
  const app = await serve(t, 'over TLS', {}, count)
  const outgoing = https.get({ port: app.port, host: '127.0.0.1', agent: false, rejectUnauthorized: false })
  const [incoming] = await once(outgoing, 'response')
  incoming.resume()
  const cookie = incoming.headers['set-cookie'][0].split(';')[0]
  assert.equal(incoming.httpVersion, '1.1')
  assert.equal((await app.request({ cookie })).body, '2')
})
