// What does an application see of a response that waits for the store?
'use strict'

const { test } = require('node:test')
const assert = require('node:assert/strict')
const http = require('node:http')
const zlib = require('node:zlib')
const express = require('express')
const onHeaders = require('on-headers')
const { isReference, listen, oursOnly, serve, sessions } = require('./app')
const { MockResponse } = require('./mock')
const { SlowStore, bodyOf, serveOnWire } = require('./wire')

const TEXT = 'all work and no play'
const failing = { onSaveError: 'fail' }
const failOnly = { skip: isReference && 'express-session 1.19.0 has no onSaveError' }
const broken = () => { throw new Error('broken') }
const logIn = (req) => { req.session.user = 'alice' }

test('while it waits headers are sent to all who ask, and what is written behind the end is refused', oursOnly('sends it within the body'), async (t) => {
  for (const onSaveError of ['send', 'fail']) {
    let headersSent, refused
    const { get } = await serve(t, { store: new SlowStore(10), onSaveError }, (req, res) => {
      logIn(req)
      res.end(TEXT)
      assert.throws(() => res.setHeader('X-Late', '1'), { code: 'ERR_HTTP_HEADERS_SENT' })
      headersSent = res.headersSent
      refused = new Promise((resolve) => res.write('behind', resolve))
    })
    assert.equal((await get()).body, TEXT)
    assert.equal(headersSent, true)
    assert.equal((await refused).code, 'ERR_STREAM_WRITE_AFTER_END')
  }
})

test('a response does not wait for ever for what the handler asked of a store that never answers it', async (t) => {
  const silent = (name) => {
    const store = new SlowStore(10)
    const cookie = store.seed()
    return { cookie, store: Object.assign(store, { [name]: () => {} }) }
  }
  const handlers = {
    destroy: (req, res) => {
      req.session.destroy(() => {})
      res.end(TEXT)
    },
    set: (req, res) => {
      logIn(req)
      req.session.save(() => {})
      res.end(TEXT)
    }
  }
  const answers = await Promise.all(Object.entries(handlers).map(async ([name, handler]) => {
    const { cookie, store } = silent(name)
    const { get } = await serve(t, { store }, handler)
    return get('/', cookie)
  }))
  for (const { status, body } of answers) assert.deepEqual([status, body], [200, TEXT])
})

test('a response that is left to the error handler refuses its own handler', oursOnly('sends it'), async (t) => {
  for (const [set, options] of [[broken, failing], [broken, { ...failing, storeTimeout: 50 }], [() => {}, { ...failing, storeTimeout: 10 }]]) {
    let headersSent, refused
    const app = await serve(t, { store: Object.assign(new SlowStore(), { set }), ...options }, (req, res) => {
      logIn(req)
      res.end(TEXT)
      headersSent = res.headersSent
      assert.throws(() => res.setHeader('X-Late', '1'), { code: 'ERR_HTTP_HEADERS_SENT' })
      res.statusCode = 201
      refused = new Promise((resolve) => res.write('behind', resolve))
    })
    const { status, body, headers } = await app.get()
    assert.equal(headersSent, true)
    assert.equal((await refused).code, 'ERR_STREAM_WRITE_AFTER_END')
    assert.deepEqual([status, body, headers['x-late']], [500, app.errors[0].message, undefined])
  }
})

test('what is left to the error handler has no trailers of the old body', failOnly, async (t) => {
  const middleware = sessions({ store: Object.assign(new SlowStore(), { set: broken }), ...failing })
  const { get } = await listen(t, http.createServer((req, res) => middleware(req, res, (error) => {
    if (error) return res.writeHead(500) && res.write(error.message) && res.end()
    logIn(req)
    res.addTrailers({ 'X-Sum': '42' })
    res.end(TEXT)
  })))
  const { status, body, trailers } = await get()
  assert.deepEqual([status, body, trailers], [500, 'broken', {}])
})

test('a stand-in for a response need have no destroy', failOnly, async () => {
  const errors = []
  const res = new MockResponse()
  const req = { url: '/', headers: {} }
  sessions({ store: Object.assign(new SlowStore(), { set: broken }), ...failing })(req, res, (error) => { if (error) errors.push(error.message) })
  logIn(req)
  res.writeHead(200)
  res.end(TEXT)
  await new Promise(setImmediate)
  assert.deepEqual(errors, ['broken'])
})

test('flushing does not send headers that wait for the store', oursOnly('has sent them'), async (t) => {
  const store = new SlowStore(20)
  const session = sessions({ store })
  const wire = await serveOnWire(t, (req, res) => session(req, res, () => {
    logIn(req)
    res.end(TEXT)
    res.flushHeaders()
    res.uncork()
  }))
  store.wire = wire
  assert.equal(bodyOf(await wire.ask('/')), TEXT)
  assert.deepEqual([store.writtenBefore, wire.writes.length], [[[0, 0]], 1])
})

test('on-headers listeners run within end, the last one first, ours in its turn', async (t) => {
  const order = []
  const note = (res, name) => onHeaders(res, () => order.push([name, Boolean(res.getHeader('Set-Cookie'))]))
  const session = sessions({ store: new SlowStore(10) })
  const { get } = await listen(t, http.createServer((req, res) => {
    note(res, 'before')
    session(req, res, () => {
      note(res, 'behind')
      logIn(req)
      res.end(TEXT)
      order.push('ended')
    })
  }))
  assert.equal((await get()).body, TEXT)
  assert.deepEqual(order, [['behind', false], ['before', true], 'ended'])
})

// Compresses what is written, as npm compression does.
function compress (req, res, next) {
  const { write, end } = res
  const gzip = zlib.createGzip()
  gzip.on('data', (chunk) => write.call(res, chunk))
  gzip.on('end', () => end.call(res))
  onHeaders(res, () => res.setHeader('Content-Encoding', 'gzip'))
  res.write = (chunk) => gzip.write(chunk)
  res.end = (chunk) => {
    if (!res.headersSent) res.writeHead(res.statusCode)
    gzip.end(chunk)
    return res
  }
  next()
}

for (const [where, order] of [['before', (session) => [compress, session]], ['behind', (session) => [session, compress]]]) {
  test(`a middleware that compresses, used ${where} ours, gets the whole body and its headers`, async (t) => {
    for (const onSaveError of ['send', 'fail']) {
      const store = new SlowStore(10)
      const app = express().use(order(sessions({ store, onSaveError })), (req, res) => {
        logIn(req)
        res.end(TEXT.repeat(1000))
      })
      const { get } = await listen(t, http.createServer(app))
      const { bytes, headers, setCookies } = await get()
      assert.equal(headers['content-encoding'], 'gzip')
      assert.equal(zlib.gunzipSync(bytes).toString(), TEXT.repeat(1000))
      assert.deepEqual([setCookies.length, store.calls], [1, ['set']])
    }
  })
}

test('a framework may have fixed headersSent', async (t) => {
  for (const options of [{}, failing]) {
    const app = await serve(t, { store: new SlowStore(10), ...options }, (req, res) => {
      Object.defineProperty(res, 'headersSent', { value: false })
      logIn(req)
      res.end(TEXT)
    })
    const { body, setCookies } = await app.get()
    assert.deepEqual([body, setCookies.length, app.errors], [TEXT, 1, []])
  }
})
