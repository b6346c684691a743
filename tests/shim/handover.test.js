// What reaches a client of an answer that was not sent, because the error handler answered in its place?
'use strict'

const { describe, test } = require('node:test')
const assert = require('node:assert/strict')
const express4 = require('express4')
const express5 = require('express')
const { listen, oursOnly, sessions } = require('./app')
const http = require('node:http')
const RecordingStore = require('./recording-store')

const notThere = oursOnly('hands nothing over')

// Each with what it would do on an error page.
const describing = {
  'Accept-Ranges': 'bytes',
  Age: '3600',
  'Cache-Control': 'public, max-age=31536000',
  'CDN-Cache-Control': 'max-age=31536000',
  'Cloudflare-CDN-Cache-Control': 'max-age=31536000',
  'Surrogate-Control': 'max-age=31536000',
  'Surrogate-Key': 'page',
  'Content-Disposition': 'attachment; filename="report.pdf"',
  'Content-Encoding': 'identity',
  'Content-Language': 'nl',
  'Content-Length': '5',
  'Content-Location': '/report',
  'Content-MD5': 'XUFAKrxLKna5cZ2REBfFkg==',
  'Content-Range': 'bytes 0-4/10',
  'Content-Type': 'text/html',
  Digest: 'sha-256=LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ=',
  'Content-Digest': 'sha-256=:LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ=:',
  'Repr-Digest': 'sha-256=:LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ=:',
  ETag: '"hello"',
  Expires: 'Thu, 01 Dec 2033 16:00:00 GMT',
  'Last-Modified': 'Thu, 01 Dec 2022 16:00:00 GMT',
  Link: '</report>; rel=canonical',
  Location: 'https://elsewhere.example/',
  'No-Vary-Search': 'params',
  Pragma: 'public',
  Refresh: '0; url=https://elsewhere.example/',
  SourceMap: '/hello.map',
  Trailer: 'Expires',
  Vary: 'Accept',
  'X-Accel-Expires': '31536000',
  'X-Accel-Redirect': '/protected/report.pdf',
  'X-LiteSpeed-Cache-Control': 'public, max-age=31536000',
  'X-LiteSpeed-Location': '/protected/report.pdf',
  'X-LIGHTTPD-send-file': '/protected/report.pdf',
  'X-Reproxy-URL': 'http://internal.example/report.pdf',
  'X-Sendfile': '/protected/report.pdf',
  'X-SourceMap': '/hello.map'
}

// What speaks of the connection, the site or the client stays.
const lasting = {
  'Access-Control-Allow-Origin': 'https://app.example',
  'Access-Control-Expose-Headers': 'X-Request-Id',
  'Content-Security-Policy': "default-src 'self'",
  'Content-Security-Policy-Report-Only': "default-src 'none'",
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Referrer-Policy': 'no-referrer',
  'Server-Timing': 'db;dur=53',
  'Strict-Transport-Security': 'max-age=31536000',
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'X-Request-Id': '1'
}

const failing = (how) => Object.assign(new RecordingStore(), { set: how })
const stores = {
  'a store that fails at once': () => failing((id, data, callback) => callback(new Error('disk full'))),
  'a store that fails later': () => failing((id, data, callback) => setImmediate(callback, new Error('disk full'))),
  'an async store that rejects': () => failing(async () => { throw new Error('disk full') })
}

async function serveApp (t, express, store, page, answer) {
  const app = express()
  app.disable('x-powered-by')
  app.set('etag', false)
  app.use(sessions({ store, onSaveError: 'fail' }))
  app.get('/', (req, res) => {
    req.session.user = 'bob'
    page(req, res)
  })
  app.use((error, req, res, _next) => answer(error, res))
  return listen(t, http.createServer(app))
}

for (const [version, express] of [['Express 4', express4], ['Express 5', express5]]) {
  describe(`R22 a page that is not sent (${version})`, notThere, () => {
    for (const [kind, store] of Object.entries(stores)) {
      test(`leaves none of its own headers on the error page: ${kind}`, async (t) => {
        const app = await serveApp(t, express, store(), (req, res) => {
          for (const [name, value] of Object.entries({ ...describing, ...lasting })) res.setHeader(name, value)
          res.statusCode = 201
          res.statusMessage = 'Made'
          res.end('hello')
        }, (error, res) => {
          assert.equal(res.statusCode, 200)
          res.status(503).end(error.message)
        })
        const { status, message, headers, body } = await app.get()
        assert.deepEqual([status, message, body], [503, 'Service Unavailable', 'disk full'])
        for (const name of Object.keys(describing)) {
          assert.equal(headers[name.toLowerCase()], undefined, name)
        }
        for (const [name, value] of Object.entries(lasting)) assert.equal(headers[name.toLowerCase()], value, name)
      })

      test(`does not make HTML of JSON that echoes its request: ${kind}`, async (t) => {
        const app = await serveApp(t, express, store(), (req, res) => res.type('html').send('<p>hello'), (error, res) => {
          res.json({ path: '/<script>alert(1)</script>', error: error.message })
        })
        const { headers } = await app.get()
        assert.equal(headers['content-type'], 'application/json; charset=utf-8')
      })

      test(`redirects nobody: ${kind}`, async (t) => {
        const app = await serveApp(t, express, store(), (req, res) => res.redirect('/account'), (error, res) => res.send(error.message))
        const { status, headers } = await app.get()
        assert.deepEqual([status, headers.location], [200, undefined])
      })
    }

    test('leaves it to the framework where there is no error handler', async (t) => {
      const app = express()
      app.set('env', 'test')
      app.use(sessions({ store: stores['a store that fails later'](), onSaveError: 'fail' }))
      app.get('/', (req, res) => {
        req.session.user = 'bob'
        res.set('Cache-Control', 'public').redirect('/account')
      })
      const { status, headers } = await (await listen(t, http.createServer(app))).get()
      assert.deepEqual([status, headers.location, headers['cache-control']], [500, undefined, undefined])
    })
  })
}

describe('R22 what a store reports that is no Error', notThere, () => {
  const report = {
    status: 503, statusCode: 503, code: 'E_BUSY', expose: true, headers: { 'retry-after': '5' }, message: 'too busy'
  }
  for (const [version, express] of [['Express 4', express4], ['Express 5', express5]]) {
    test(`keeps its status and headers (${version})`, async (t) => {
      const store = Object.assign(new RecordingStore(), { get: (id, callback) => callback(report) })
      const app = express()
      app.set('env', 'test')
      app.use(sessions({ store }))
      const { status, headers, body } = await (await listen(t, http.createServer(app))).get('/', store.seed())
      assert.deepEqual([status, headers['retry-after']], [503, '5'])
      assert.match(body, /too busy/)
    })
  }

  test('keeps what error handlers look at, and is its cause', async () => {
    for (const given of [report, { status: 503 }, { message: 5, code: 'X' }, 'a text', 7, true, Symbol('s'), Object.create(null)]) {
      const store = Object.assign(new RecordingStore(), { get: (id, callback) => callback(given) })
      const error = await new Promise((resolve) => {
        sessions({ store })({ url: '/', headers: { cookie: store.seed() } }, { end () {}, writeHead () {} }, resolve)
      })
      assert.ok(error instanceof Error)
      assert.equal(error.cause, given)
      for (const name of ['status', 'statusCode', 'code', 'headers', 'expose']) assert.equal(error[name], given[name])
      assert.equal(typeof error.message, 'string')
    }
  })

  test('is an error like any other, also where it cannot be looked at', async () => {
    const half = { get status () { throw new Error('hostile') }, message: 'kept' }
    const hows = {
      callback: (id, callback) => setImmediate(callback, half),
      throw: () => { throw half },
      reject: () => Promise.reject(half)
    }
    for (const get of Object.values(hows)) {
      const store = Object.assign(new RecordingStore(), { get })
      const error = await new Promise((resolve) => {
        sessions({ store })({ url: '/', headers: { cookie: store.seed() } }, { end () {}, writeHead () {} }, resolve)
      })
      assert.equal(error.message, 'the session store failed')
      assert.equal(error.cause, half)
    }
  })
})
