// Do several middlewares on one store keep their own options?
'use strict'

const { describe, test } = require('node:test')
const assert = require('node:assert/strict')
const { EventEmitter } = require('node:events')
const http = require('node:http')
const express = require('express')
const { listen, oursOnly, session, sessions } = require('./app')
const { runScript } = require('./child')
const RecordingStore = require('./recording-store')
const { attributesOf, idIn } = require('./signed-cookie')

const lastWins = oursOnly('has the last middleware made decide for all')

// One app with a middleware for each path, all on one store; the handler logs in, `?regenerate` with a new session.
async function mounted (t, store, options) {
  const app = express()
  for (const [path, own] of Object.entries(options)) app.use(path, sessions({ store, name: path.slice(1), ...own }))
  app.use((req, res) => {
    const answer = () => {
      req.session.user = 'alice'
      res.end(req.sessionID)
    }
    if (req.query.regenerate === undefined) answer()
    else req.session.regenerate(answer)
  })
  return listen(t, http.createServer(app))
}

describe('of two middlewares on one store each has its own', { ...lastWins }, () => {
  for (const query of ['', '?regenerate']) {
    test(`cookie options, ${query || 'for new sessions'}`, async (t) => {
      const store = new RecordingStore()
      const { get } = await mounted(t, store, {
        '/app': { cookie: { path: '/app', httpOnly: false, sameSite: 'strict' } },
        '/admin': { cookie: (req) => ({ path: '/admin', domain: 'example.com', priority: 'high', sameSite: req.get('x') ?? 'lax' }) }
      })
      for (const [path, attributes] of [['/app', ['Path=/app', 'SameSite=Strict']], ['/admin', ['Domain=example.com', 'Path=/admin', 'HttpOnly', 'Priority=High', 'SameSite=Lax']]]) {
        const { setCookies, body } = await get(path + query)
        assert.deepEqual(setCookies.map(attributesOf), [attributes])
        assert.equal(store.read(body).cookie.path, path)
      }
    })

    test(`genid, ${query || 'for new sessions'}`, async (t) => {
      const { get } = await mounted(t, new RecordingStore(), {
        '/app': { genid: (req) => `app-${req.url}` },
        '/admin': { genid: () => 'admin' },
        '/plain': {}
      })
      assert.match((await get(`/app${query}`)).body, /^app-/)
      assert.equal((await get(`/admin${query}`)).body, 'admin')
      const { body, setCookies } = await get(`/plain${query}`)
      assert.match(body, /^[\w-]{32}$/)
      assert.equal(idIn(setCookies[0]), body)
    })

    test(`proxy, ${query || 'for new sessions'}`, async (t) => {
      const { request } = await mounted(t, new RecordingStore(), {
        '/trusting': { proxy: true, cookie: { secure: 'auto', sameSite: 'auto' } },
        '/wary': { proxy: false, cookie: { secure: 'auto', sameSite: 'auto' } }
      })
      const headers = { 'X-Forwarded-Proto': 'https' }
      const trusting = await request({ path: `/trusting${query}`, headers })
      const wary = await request({ path: `/wary${query}`, headers })
      assert.deepEqual(attributesOf(trusting.setCookies[0]), ['Path=/', 'HttpOnly', 'Secure', 'SameSite=None'])
      assert.deepEqual(attributesOf(wary.setCookies[0]), ['Path=/', 'HttpOnly', 'SameSite=Lax'])
    })
  }
})

test('storeTimeout belongs to its middleware, and one without it waits', oursOnly('has no such option'), async (t) => {
  class Slow extends RecordingStore {
    set (id, data, callback) { setTimeout(() => super.set(id, data, callback), 500) }
    get (id, callback) { setTimeout(() => super.get(id, callback), 500) }
  }
  const store = new Slow()
  const cookie = store.seed()
  const errors = []
  const app = express()
  app.use('/brisk', sessions({ store, storeTimeout: 60, onSaveError: 'fail' }))
  app.use('/patient', sessions({ store, storeTimeout: 5000 }))
  app.use('/endless', sessions({ store }))
  app.use((req, res) => {
    req.session.user = 'alice'
    if (req.query.save === undefined) return res.end('ok')
    req.session.save((error) => res.status(error ? 500 : 200).end(error?.message))
  })
  app.use((error, req, res, _next) => {
    errors.push(error)
    res.status(500).end(error.code)
  })
  const { get } = await listen(t, http.createServer(app))
  const asked = ['', '?save'].flatMap((query) => ['/brisk', '/patient', '/endless'].map((path) => path + query))
  for (const known of [undefined, cookie]) {
    const statuses = await Promise.all(asked.map(async (path) => (await get(path, known)).status))
    assert.deepEqual(statuses, [500, 200, 200, 500, 200, 200])
  }
  assert.ok(errors.every(({ code }) => code === 'ERR_SESSION_STORE_TIMEOUT'))
})

test('fifty middlewares put one pair of listeners on a store, and no warning is printed', oursOnly('puts on fifty'), async () => {
  const { stdout, output } = await runScript(`
    const store = new session.MemoryStore()
    for (let i = 0; i < 50; i += 1) session({ secret: 'keyboard cat', resave: false, saveUninitialized: false, store })
    console.log(store.listenerCount('connect'), store.listenerCount('disconnect'))
  `)
  assert.equal(stdout, '1 1\n')
  assert.equal(output, stdout)
})

test('a store that disconnects does so for all its middlewares, those made meanwhile as well', oursOnly('has the latter take it for connected'), async (t) => {
  const store = new RecordingStore()
  const app = express()
  const answer = (req, res) => res.end(String(Boolean(req.session)))
  app.use('/one', sessions({ store }), answer)
  store.emit('disconnect')
  app.use('/two', sessions({ store }), answer)
  const { get } = await listen(t, http.createServer(app))
  const seen = async () => [(await get('/one')).body, (await get('/two')).body]
  assert.deepEqual(await seen(), ['false', 'false'])
  store.emit('connect')
  assert.deepEqual(await seen(), ['true', 'true'])
})

test('middlewares on two stores have nothing to do with each other', async (t) => {
  const [one, two] = [new RecordingStore(), new RecordingStore()]
  const app = express()
  const answer = (req, res) => res.end(String(Boolean(req.session)))
  app.use('/one', sessions({ store: one }), answer)
  app.use('/two', sessions({ store: two }), answer)
  one.emit('disconnect')
  const { get } = await listen(t, http.createServer(app))
  assert.deepEqual([(await get('/one')).body, (await get('/two')).body], ['false', 'true'])
})

test('generate gives a session to what came through no middleware', () => {
  const store = Object.assign(new EventEmitter(), { get () {}, set () {}, destroy () {}, createSession () {}, regenerate () {}, load () {} })
  session({ secret: 'keyboard cat', resave: false, saveUninitialized: false, store })
  const req = { headers: {}, sessionStore: store }
  store.generate(req)
  assert.equal(typeof req.session.cookie.path, 'string')
  assert.equal(typeof req.sessionID, 'string')
})
