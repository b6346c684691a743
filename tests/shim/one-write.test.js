// Does the end of a response go out in one write, and only when the store has answered?
'use strict'

const { describe, test } = require('node:test')
const assert = require('node:assert/strict')
const { once } = require('node:events')
const fs = require('node:fs')
const http = require('node:http')
const http2 = require('node:http2')
const express = require('express')
const express4 = require('express4')
const { isReference, listen, oursOnly, sessions } = require('./app')
const { SlowStore, bodyOf, serveOnWire } = require('./wire')

const TEXT = 'all work and no play'
const two = oursOnly('writes all but the last byte before the store has answered')
const logIn = (req) => { req.session.user = 'alice' }
const oldETag = { headers: { 'If-None-Match': '"1"' } }

const answers = {
  'end(text)': (req, res) => res.end(TEXT),
  'end(Buffer)': (req, res) => res.end(Buffer.from(TEXT)),
  'end(Buffer) of 1 MB': (req, res) => res.end(Buffer.alloc(1 << 20, TEXT)),
  'end(text, encoding, callback)': (req, res) => res.end(TEXT, 'latin1', () => {}),
  'end(text) with a Content-Length': (req, res) => res.setHeader('Content-Length', TEXT.length).end(TEXT),
  'end(Buffer) with a Content-Length': (req, res) => res.setHeader('Content-Length', TEXT.length).end(Buffer.from(TEXT)),
  'writeHead and end(text)': (req, res) => res.writeHead(201, { 'Content-Length': TEXT.length }).end(TEXT),
  'an empty end': (req, res) => res.end(),
  'a 204': (req, res) => res.writeHead(204).end(),
  'a 304': (req, res) => res.writeHead(304, { ETag: '"1"' }).end()
}
const expressAnswers = {
  json: (req, res) => res.json({ text: TEXT }),
  'a redirect': (req, res) => res.redirect('/home'),
  'send(text)': (req, res) => res.send(TEXT),
  'send(Buffer)': (req, res) => res.send(Buffer.from(TEXT)),
  'sendStatus(204)': (req, res) => res.sendStatus(204)
}
const frameworks = {
  'node:http': [answers, (middleware, handler) => (req, res) => middleware(req, res, () => handler(req, res))],
  'Express 4': [expressAnswers, (middleware, handler) => express4().use(middleware, handler)],
  'Express 5': [expressAnswers, (middleware, handler) => express().use(middleware, handler)]
}
const stores = {
  set: [{}, logIn],
  touch: [{}, () => {}],
  destroy: [{ unset: 'destroy' }, (req) => { req.session = null }]
}

// Asks, with a store that takes 100 ms, and gives what was written.
async function held (t, make, answer, { options = {}, act = logIn, server, ask } = {}) {
  const store = new SlowStore()
  const cookie = store.seed()
  const wire = await serveOnWire(t, make(sessions({ store, ...options }), (req, res) => {
    act(req)
    answer(req, res)
  }), server)
  store.wire = wire
  const text = await wire.ask('/', { ...ask, headers: { Cookie: cookie, ...ask?.headers } })
  return { store, text, writes: wire.writes }
}

for (const [framework, [rows, make]] of Object.entries(frameworks)) {
  describe(`${framework}: nothing before the store has answered, then one write, for`, { concurrency: 20, ...two }, () => {
    for (const [name, answer] of Object.entries(rows)) {
      for (const method of ['GET', 'HEAD']) {
        for (const [call, [options, act]] of Object.entries(stores)) {
          test(`${method} ${name}, ${call}`, { timeout: 5000 }, async (t) => {
            const { store, text, writes } = await held(t, make, answer, { options, act, ask: { method } })
            assert.equal(store.calls.at(-1), call)
            assert.deepEqual(store.writtenBefore, [[0, 0]])
            assert.equal(writes.length, 1)
            assert.equal(writes[0], text)
            if (method === 'HEAD') return assert.ok(text.endsWith('\r\n\r\n'))
            const bare = await serveOnWire(t, make((req, res, next) => next(), answer))
            assert.equal(bodyOf(text), bodyOf(await bare.ask('/')))
          })
        }
      }
    }
  })
}

describe('no chunk is written where there is no body', () => {
  for (const framework of ['Express 4', 'Express 5']) {
    const make = frameworks[framework][1]
    const rows = {
      204: [(req, res) => res.sendStatus(204), {}, 204],
      304: [(req, res) => res.set('ETag', '"1"').send(TEXT), oldETag, 304],
      HEAD: [(req, res) => res.send(TEXT), { method: 'HEAD' }, 200]
    }
    for (const [name, [answer, ask, status]] of Object.entries(rows)) {
      test(`${framework}, ${name}: Node.js has nothing to refuse`, oursOnly('writes an empty chunk: the connection is reset'), async (t) => {
        const { text, writes } = await held(t, make, answer, { server: { rejectNonStandardBodyWrites: true }, ask })
        assert.ok(text.startsWith(`HTTP/1.1 ${status} `), text)
        assert.equal(writes.length, 1)
      })
    }
  }
})

describe('a file that Express sends', () => {
  for (const framework of ['Express 4', 'Express 5']) {
    const make = frameworks[framework][1]
    const send = (req, res) => res.sendFile(__filename, { etag: false })
    test(`${framework}: goes out as it is read, and its end waits`, async (t) => {
      let answeredBefore
      const { text } = await held(t, make, (req, res) => {
        res.once('finish', () => { answeredBefore = req.sessionStore.writtenBefore.length })
        send(req, res)
      })
      assert.equal(bodyOf(text), fs.readFileSync(__filename, 'latin1'))
      assert.equal(answeredBefore, 1)
    })
    test(`${framework}: its HEAD and its 304 wait whole`, two, async (t) => {
      for (const ask of [{ method: 'HEAD' }, { headers: { 'If-Modified-Since': new Date().toUTCString() } }]) {
        const { store, writes } = await held(t, make, send, { ask })
        assert.deepEqual(store.writtenBefore, [[0, 0]])
        assert.equal(writes.length, 1)
      }
    })
  }
})

test('earlier writes go out as ever, and only the last chunk waits', async (t) => {
  const { store, text, writes } = await held(t, frameworks['node:http'][1], (req, res) => {
    res.write('first ')
    setTimeout(() => res.write('second '), 20)
    setTimeout(() => res.end('third'), 40)
  })
  assert.equal(bodyOf(text), 'first second third')
  if (isReference) return
  assert.equal(store.writtenBefore[0][0], 2)
  assert.equal(writes.length, 3)
})

test('HTTP/2: nothing before the store has answered, HEAD and redirects too', oursOnly('knows no HTTP/2'), async (t) => {
  const store = new SlowStore()
  const middleware = sessions({ store })
  const server = http2.createServer((req, res) => middleware(req, res, () => {
    logIn(req)
    if (req.url === '/login') res.statusCode = 302
    res.setHeader('Location', '/')
    res.end(TEXT)
  }))
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  const client = http2.connect(`http://127.0.0.1:${server.address().port}`)
  t.after(() => { client.destroy(); server.close() })
  for (const headers of [{ ':path': '/' }, { ':path': '/login' }, { ':path': '/', ':method': 'HEAD' }]) {
    const stream = client.request(headers)
    stream.on('response', () => { store.wire.received += 1 })
    stream.on('data', () => { store.wire.received += 1 })
    await once(stream, 'end')
    assert.deepEqual(store.writtenBefore.pop(), [0, 0])
    assert.notEqual(store.wire.received, 0)
    store.wire.received = 0
  }
})

const asides = {
  'the end saves': (_session) => {},
  'the handler saves and waits': (session) => session.save(),
  'the handler saves and does not wait': (session) => { session.save() },
  'the handler saves and does not wait, with a callback': (session) => { session.save(() => {}) },
  'the handler closes the session and does not wait': (session) => { session.close() }
}

for (const [how, aside] of Object.entries(asides)) test(`who follows a redirect finds the session, though the store is slow: 50 of 50, ${how}`, oursOnly('does not'), async (t) => {
  const store = new SlowStore(10)
  const app = express().use(sessions({ store }), async (req, res) => {
    if (req.url !== '/login') return res.send(req.session.user)
    logIn(req)
    await aside(req.session)
    res.redirect('/')
  })
  // Others do not find it before it has answered.
  store.set = (id, data, callback) => setTimeout(() => Object.getPrototypeOf(SlowStore.prototype).set.call(store, id, data, callback), 10)
  const { port, get } = await listen(t, http.createServer(app))
  let found = 0
  for (let i = 0; i < 50; i += 1) {
    const outgoing = http.get({ port, host: '127.0.0.1', path: '/login', agent: false })
    // A browser goes on as soon as it has the headers.
    const [{ headers }] = await once(outgoing, 'response')
    const { body } = await get('/', headers['set-cookie'][0].split(';')[0])
    if (body === 'alice') found += 1
    outgoing.destroy()
  }
  assert.equal(found, 50)
})

test('who follows the redirect of a log-out is logged out, though nobody waited for it', oursOnly('does not'), async (t) => {
  const store = new SlowStore(10)
  const cookie = store.seed()
  const destroy = store.destroy
  store.destroy = (id, callback) => setTimeout(() => destroy.call(store, id, callback), 30)
  const app = express().use(sessions({ store }), (req, res) => {
    if (req.url !== '/logout') return res.send(String(req.session.user))
    req.session.destroy()
    res.redirect('/')
  })
  const { get } = await listen(t, http.createServer(app))
  await get('/logout', cookie)
  assert.equal((await get('/', cookie)).body, 'undefined')
})
