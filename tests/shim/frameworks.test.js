// Does a session live through plain http, connect, Express 4 and Express 5 alike?
'use strict'

const { describe, test } = require('node:test')
const assert = require('node:assert/strict')
const http = require('node:http')
const path = require('node:path')
const connect = require('connect')
const express = require('express')
const express4 = require('express4')
const { sessions, listen } = require('./app')
const RecordingStore = require('./recording-store')
const { attributesOf } = require('./signed-cookie')

const countViews = (req, res) => {
  req.session.views = (req.session.views || 0) + 1
  res.end(String(req.session.views))
}

const frameworks = {
  'node:http': (middleware, handler) => (req, res) => middleware(req, res, () => handler(req, res)),
  'connect': (middleware, handler) => connect().use(middleware).use(handler),
  'Express 4': (middleware, handler) => express4().use(middleware, handler),
  'Express 5': (middleware, handler) => express().use(middleware, handler)
}

for (const [name, make] of Object.entries(frameworks)) {
  test(`${name}: a session counts from request to request, another client's apart`, async (t) => {
    const { get } = await listen(t, http.createServer(make(sessions(), countViews)))
    const { cookie } = await get()
    assert.equal((await get('/', cookie)).body, '2')
    assert.equal((await get('/', cookie)).body, '3')
    assert.equal((await get('/')).body, '1')
  })
}

describe('connect and Express mount paths', () => {
  const apps = { 'connect': () => connect(), 'Express 4': () => express4(), 'Express 5': () => express() }

  for (const [name, make] of Object.entries(apps)) {
    test(`${name}: a session mounted under /app is there and nowhere else`, async (t) => {
      const app = make()
      app.use('/app', sessions({ cookie: { path: '/app' } }))
      app.use((req, res) => {
        if (req.session) req.session.seen = true
        res.end(typeof req.session)
      })
      const { get } = await listen(t, http.createServer(app))
      const inside = await get('/app/page')
      assert.equal(inside.body, 'object')
      assert.deepEqual(attributesOf(inside.setCookies[0]), ['Path=/app', 'HttpOnly'])
      const outside = await get('/page')
      assert.deepEqual([outside.body, outside.setCookies], ['undefined', []])
    })

    test(`${name}: of two session middlewares in a row the first counts`, async (t) => {
      const app = make()
      app.use(sessions({ name: 'first' }))
      app.use(sessions({ name: 'second' }))
      app.use(countViews)
      const { get } = await listen(t, http.createServer(app))
      assert.deepEqual((await get()).setCookies.map((text) => text.split('=')[0]), ['first'])
    })

    test(`${name}: two session middlewares for two paths keep two sessions`, async (t) => {
      const app = make()
      for (const side of ['a', 'b']) app.use(`/${side}`, sessions({ name: side, cookie: { path: `/${side}` } }))
      app.use(countViews)
      const { get } = await listen(t, http.createServer(app))
      const [a, b] = [await get('/a'), await get('/b')]
      const both = `${a.cookie}; ${b.cookie}`
      assert.equal((await get('/a', both)).body, '2')
      assert.equal((await get('/a', both)).body, '3')
      assert.equal((await get('/b', both)).body, '2')
    })

    test(`${name}: an error of the store reaches the error handler`, async (t) => {
      const store = new RecordingStore()
      const cookie = store.seed()
      store.get = (id, callback) => callback(new Error('disk on fire'))
      const app = make()
      app.use(sessions({ store }))
      app.use(countViews)
      app.use((error, req, res, _next) => {
        res.statusCode = 503
        res.end(error.message)
      })
      const { get } = await listen(t, http.createServer(app))
      const { status, body } = await get('/', cookie)
      assert.deepEqual([status, body], [503, 'disk on fire'])
    })
  }
})

describe('what Express sends', () => {
  const answers = {
    'res.send': [(res) => res.send('text'), 200, 'text'],
    'res.json': [(res) => res.json({ a: 1 }), 200, '{"a":1}'],
    'res.redirect': [(res) => res.redirect('/elsewhere'), 302, 'Found. Redirecting to /elsewhere'],
    'res.sendStatus': [(res) => res.sendStatus(404), 404, 'Not Found'],
    'res.sendFile': [(res) => res.sendFile(path.join(__dirname, 'fixtures', 'page.txt')), 200, 'A page.\n']
  }
  for (const [name, make] of [['Express 4', express4], ['Express 5', express]]) {
    for (const [method, [answer, status, body]] of Object.entries(answers)) {
      test(`${name}: ${method} arrives whole, with our cookie and the session saved`, async (t) => {
        const store = new RecordingStore()
        const app = make().use(sessions({ store }), (req, res) => {
          req.session.user = 'alice'
          answer(res)
        })
        const { get } = await listen(t, http.createServer(app))
        const answered = await get()
        assert.deepEqual([answered.status, answered.body], [status, body])
        assert.equal(answered.setCookies.length, 1)
        assert.deepEqual(store.calls, ['set'])
      })
    }

    test(`${name}: res.cookie and res.clearCookie stand beside ours`, async (t) => {
      const app = make().use(sessions(), (req, res) => {
        req.session.user = 'alice'
        res.cookie('a', '1').clearCookie('b').send('ok')
      })
      const { get } = await listen(t, http.createServer(app))
      const names = (await get()).setCookies.map((text) => text.split('=')[0])
      assert.deepEqual(names, ['a', 'b', 'connect.sid'])
    })

    test(`${name}: a fresh page is answered with 304 and the session is touched`, async (t) => {
      const store = new RecordingStore()
      const cookie = store.seed()
      const app = make().use(sessions({ store }), (req, res) => res.send('same as ever'))
      const { get, request } = await listen(t, http.createServer(app))
      const { etag } = (await get('/', cookie)).headers
      const { status, body } = await request({ headers: { cookie, 'If-None-Match': etag } })
      assert.deepEqual([status, body], [304, ''])
      assert.deepEqual(store.calls, ['get', 'touch', 'get', 'touch'])
    })

    test(`${name}: HEAD has the headers of GET`, async (t) => {
      const app = make().use(sessions(), (req, res) => res.send('text'))
      const { get, request } = await listen(t, http.createServer(app))
      const [full, head] = [await get(), await request({ method: 'HEAD' })]
      assert.equal(head.body, '')
      assert.equal(head.headers['content-length'], full.headers['content-length'])
      assert.equal(head.headers.etag, full.headers.etag)
    })

    test(`${name}: an exception in a handler is answered and the session saved`, async (t) => {
      const store = new RecordingStore()
      const app = make()
      app.use(sessions({ store }), (req) => {
        req.session.user = 'alice'
        throw new Error('broken handler')
      })
      app.use((error, req, res, _next) => res.status(500).send(error.message))
      const { get } = await listen(t, http.createServer(app))
      const { status, body, setCookies } = await get()
      assert.deepEqual([status, body, setCookies.length], [500, 'broken handler', 1])
      assert.deepEqual(store.calls, ['set'])
    })
  }
})
