// With `onSaveError: 'fail'`: does any response claim what was not stored?
'use strict'

const { describe, test } = require('node:test')
const assert = require('node:assert/strict')
const { once } = require('node:events')
const http = require('node:http')
const http2 = require('node:http2')
const express = require('express')
const express4 = require('express4')
const { isReference, serve, sessions } = require('./app')
const RecordingStore = require('./recording-store')

const ours = { skip: isReference && 'express-session 1.19.0 has no such option' }
const error = new Error('disk full')
const logIn = (req) => { req.session.user = 'bob' }
const logOut = (req) => { req.session = null }
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms))

const faults = {
  'fails at once': (...args) => args.at(-1)(error),
  throws: () => { throw error },
  rejects: async () => { throw error },
  'fails later': (...args) => setTimeout(args.at(-1), 10, error),
  'never answers': () => {}
}
const ends = { set: [{}, logIn], destroy: [{ unset: 'destroy' }, logOut] }
/** What an application asks for without waiting, and by which method of the store. */
const asides = {
  'save()': ['set', (req) => { logIn(req); req.session.save() }],
  'close()': ['set', (req) => { logIn(req); req.session.close() }],
  'destroy()': ['destroy', (req) => { req.session.destroy() }]
}

function answer (req, res) {
  res.statusCode = 201
  if (!res.stream) res.statusMessage = 'Stored'
  res.setHeader('Set-Cookie', ['other=1'])
  const headers = {
    'Cache-Control': 'public, max-age=60', 'Content-Disposition': 'attachment', 'Content-Length': 6, 'Content-Type': 'image/png', ETag: '"1"', Expires: 'never', 'Last-Modified': 'today', Location: '/home', 'X-Kept': '1'
  }
  for (const [name, value] of Object.entries(headers)) res.setHeader(name, value)
  res.end('stored')
}

function answerError (failure, req, res, _next) {
  res.statusCode = 503
  res.setHeader('Content-Type', 'text/plain')
  res.end(`sorry: ${failure.message}`)
}

const listenerOf = (middleware, act, reply) => (req, res) => middleware(req, res, (failure) => {
  if (failure) return answerError(failure, req, res)
  act(req)
  reply(req, res)
})
const onExpress = (make) => (middleware, act, reply) => http.createServer(make().use(middleware).use((req, res) => {
  act(req)
  reply(req, res)
}).use(answerError))

const servers = {
  'node:http': (...rest) => http.createServer(listenerOf(...rest)),
  'Express 4': onExpress(express4),
  'Express 5': onExpress(express),
  'HTTP/2': (...rest) => http2.createServer(listenerOf(...rest))
}

// Serves with a store of which some methods are replaced; `ask()` gives the answer, or how it was cut.
async function failing (t, kind, methods, act, { reply = answer, ...options } = {}) {
  const store = new RecordingStore()
  const cookie = store.seed()
  Object.assign(store, methods)
  const server = servers[kind](sessions({ store, onSaveError: 'fail', storeTimeout: 50, ...options }), act, reply)
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address()
  t.after(() => server.close())
  const ask = kind === 'HTTP/2' ? () => ask2(port, cookie) : () => ask1(port, cookie)
  return { ask, store, port, cookie }
}

async function ask1 (port, cookie) {
  const [incoming] = await once(http.get({ host: '127.0.0.1', port, agent: false, headers: { cookie } }), 'response')
  let body = ''
  incoming.setEncoding('utf8').on('data', (text) => { body += text })
  const cut = await new Promise((resolve) => incoming.on('end', resolve).on('error', resolve))
  return { status: incoming.statusCode, message: incoming.statusMessage, headers: incoming.headers, body, cut: cut?.code }
}

async function ask2 (port, cookie) {
  const client = http2.connect(`http://127.0.0.1:${port}`)
  const stream = client.request({ cookie })
  let headers = {}
  let body = ''
  stream.on('response', (received) => { headers = received })
  stream.setEncoding('utf8').on('data', (text) => { body += text })
  stream.on('error', () => {})
  await new Promise((resolve) => stream.on('close', resolve))
  client.destroy()
  return { status: headers[':status'], headers, body, cut: stream.rstCode || undefined }
}

function assertClean ({ status, message, headers, body }, text) {
  assert.deepEqual([status, body], [503, text])
  assert.ok(message === undefined || message === 'Service Unavailable', message)
  for (const name of ['cache-control', 'content-disposition', 'etag', 'expires', 'last-modified', 'location']) assert.equal(headers[name], undefined, name)
  assert.equal(headers['content-type'], 'text/plain')
  assert.equal(headers['x-kept'], '1')
  assert.deepEqual(headers['set-cookie'], ['other=1'])
}

for (const kind of Object.keys(servers)) {
  describe(`${kind}: the error handler answers, clean and without a session cookie, where`, { concurrency: 10, ...ours }, () => {
    for (const [method, [options, act]] of Object.entries(ends)) {
      for (const [how, fault] of Object.entries(faults)) {
        test(`${method} ${how}`, async (t) => {
          const { ask } = await failing(t, kind, { [method]: fault }, act, { rolling: true, ...options })
          assertClean(await ask(), how === 'never answers' ? `sorry: the session store did not answer ${method} within 50 ms` : 'sorry: disk full')
        })
      }
    }
  })

  describe(`${kind}: so does it for what nobody waited for, where`, { concurrency: 10, ...ours }, () => {
    for (const [aside, [method, act]] of Object.entries(asides)) {
      for (const [how, fault] of Object.entries(faults)) {
        test(`${aside} ${how}`, async (t) => {
          const { ask } = await failing(t, kind, { [method]: fault }, act, { rolling: true })
          assertClean(await ask(), how === 'never answers' ? `sorry: the session store did not answer ${method} within 50 ms` : 'sorry: disk full')
        })
      }
    }
  })

  describe(`${kind}: what has begun is cut, so that the client knows, where`, { concurrency: 10, ...ours }, () => {
    for (const [method, [options, act]] of Object.entries(ends)) {
      for (const [how, fault] of Object.entries(faults)) {
        test(`${method} ${how}`, async (t) => {
          const reply = (req, res) => {
            res.write('begun')
            setTimeout(() => res.end('over'), 10)
          }
          const { ask } = await failing(t, kind, { [method]: fault }, act, { reply, ...options })
          const { status, body, cut } = await ask()
          assert.deepEqual([status, body, cut], [200, 'begun', kind === 'HTTP/2' ? 2 : 'ECONNRESET'])
        })
      }
    }
  })

  describe(`${kind}: touch fails no response, where it`, { concurrency: 10, ...ours }, () => {
    for (const [how, fault] of Object.entries(faults)) {
      test(how, async (t) => {
        const { ask } = await failing(t, kind, { touch: fault }, () => {}, { rolling: true })
        const { status, body, headers } = await ask()
        assert.deepEqual([status, body, headers.location, headers['set-cookie'].length], [201, 'stored', '/home', 2])
      })
    }
  })
}

describe("with onSaveError: 'fail'", ours, () => {
  for (const kind of Object.keys(servers)) {
    test(`${kind}: an error page stays, without a session cookie`, async (t) => {
      const reply = (req, res) => {
        res.statusCode = 404
        res.end('not here')
      }
      const { ask } = await failing(t, kind, { set: faults['fails later'] }, logIn, { reply, rolling: true })
      const { status, body, headers } = await ask()
      assert.deepEqual([status, body, headers['set-cookie']], [404, 'not here', undefined])
    })
  }

  test('a client that went away costs nothing', async (t) => {
    const heard = []
    const store = Object.assign(new RecordingStore(), { set: (id, data, callback) => setTimeout(callback, 30, error) })
    const app = await serve(t, { store, onSaveError: 'fail' }, (req, res) => {
      if (req.url === '/next') return res.end('still here')
      logIn(req)
      res.on('error', (failure) => heard.push(failure))
      res.end('stored')
    })
    const outgoing = http.get({ host: '127.0.0.1', port: app.port, agent: false }).on('error', () => {})
    await once(outgoing, 'finish')
    setTimeout(() => outgoing.destroy(), 10)
    await pause(80)
    assert.equal((await app.get('/next')).body, 'still here')
    assert.deepEqual([app.errors, heard], [[error], []])
  })

  // Each call of `set` is given the next of `outcomes`.
  const saving = (outcomes) => {
    const store = new RecordingStore()
    const { set } = store
    store.set = (id, data, callback) => setTimeout(() => outcomes.shift() ? set.call(store, id, data, callback) : callback(error), 5)
    return store
  }
  const rows = [
    ['a save of the handler that failed is tried again at the end: the cookie comes with the record', [false, true], [200, 'ok', 1, 1]],
    ['where that fails as well, no cookie is set and the error handler answers', [false, false], [500, 'disk full', 0, 0]],
    ['a save of the handler that succeeded is not repeated', [true, false], [200, 'ok', 1, 1]]
  ]
  for (const [sentence, outcomes, expected] of rows) {
    test(sentence, async (t) => {
      const store = saving([...outcomes])
      const app = await serve(t, { store, onSaveError: 'fail' }, (req, res) => {
        logIn(req)
        req.session.save(() => res.end('ok'))
      })
      const { status, body, setCookies } = await app.get()
      assert.deepEqual([status, body, setCookies.length, Object.keys(store.sessions).length], expected)
    })
  }

  test('where close fails to save the session no cookie is set', async (t) => {
    const store = saving([false])
    const app = await serve(t, { store, onSaveError: 'fail' }, async (req, res) => {
      logIn(req)
      await assert.rejects(req.session.close(), error)
      res.end('ok')
    })
    const { status, setCookies } = await app.get()
    assert.deepEqual([status, setCookies], [200, []])
  })
})
