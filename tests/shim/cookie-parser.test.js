// Does a session id that only cookie-parser saw still count, with a deprecation?
'use strict'

const { describe, test } = require('node:test')
const assert = require('node:assert/strict')
const http = require('node:http')
const cookieParser = require('cookie-parser')
const express = require('express')
const { session, sessions, listen, oursOnly } = require('./app')
const { run } = require('./mock')
const RecordingStore = require('./recording-store')
const { SECRET, signedValue, signedCookie } = require('./signed-cookie')

// depd tells each calling line once in a process, so the messages are gathered over the whole file.
const messages = []
process.on('deprecation', ({ namespace, message }) => messages.push(`${namespace}: ${message}`))

function seeded () {
  const store = new RecordingStore()
  store.seed()
  return { store, middleware: sessions({ store }) }
}

const fromSigned = { signedCookies: { 'connect.sid': 'seeded' } }
const fromPlain = { cookies: { 'connect.sid': signedValue('seeded') } }

describe('fall-backs', () => {
  for (const [name, request] of [['req.signedCookies', fromSigned], ['req.cookies', fromPlain]]) {
    test(`${name} is read where the header holds no session cookie`, async () => {
      const { req } = await run(seeded().middleware, { ...request, cookie: 'a=1' })
      assert.equal(req.session.id, 'seeded')
      assert.ok(messages.includes('express-session: cookie should be available in req.headers.cookie'))
    })

    test(`${name} is not read where the header holds a good one`, async () => {
      const { store, middleware } = seeded()
      store.seed({}, 'in the header')
      const { req } = await run(middleware, { ...request, cookie: signedCookie('in the header') })
      assert.equal(req.session.id, 'in the header')
    })

    test(`${name} is read where the header holds a forged one`, async () => {
      const { req } = await run(seeded().middleware, { ...request, cookie: signedCookie('seeded', 'wrong') })
      assert.equal(req.session.id, 'seeded')
    })
  }

  test('req.signedCookies comes before req.cookies', async () => {
    const { store, middleware } = seeded()
    store.seed({}, 'signed')
    const { req } = await run(middleware, { ...fromPlain, signedCookies: { 'connect.sid': 'signed' } })
    assert.equal(req.session.id, 'signed')
  })

  const ignored = [
    ['a value that is not signed', { 'connect.sid': 'seeded' }],
    ['a forged value', { 'connect.sid': signedValue('seeded', 'wrong') }],
    ['an empty value', { 'connect.sid': '' }],
    ['another name', { sid: signedValue('seeded') }]
  ]
  for (const [what, cookies] of ignored) {
    test(`${what} in req.cookies means a new session`, async () => {
      const { req } = await run(seeded().middleware, { cookies })
      assert.match(req.session.id, /^[\w-]{32}$/)
    })
  }

  test('a session found so is no new one: no cookie is due', async () => {
    // The id counts as the client's own, so an untouched session is touched and not sent.
    const { res } = await run(seeded().middleware, fromSigned)
    assert.deepEqual(res.sendCookies(), [])
  })
})

describe('cookie-parser in front', () => {
  const appWith = (parser, middleware) => express().use(parser, middleware, (req, res) => {
    req.session.views = (req.session.views || 0) + 1
    res.send(String(req.session.views))
  })

  const settings = [
    ['without secret', cookieParser(), sessions()],
    ['with the same secret', cookieParser(SECRET), sessions()],
    ['with another secret', cookieParser('other'), sessions()],
    ['with the only secret', cookieParser(SECRET), session({ resave: false, saveUninitialized: false })]
  ]
  for (const [what, parser, middleware] of settings) {
    test(`${what} changes nothing for the client`, async (t) => {
      const { get } = await listen(t, http.createServer(appWith(parser, middleware)))
      const { cookie } = await get()
      assert.equal((await get('/', cookie)).body, '2')
    })
  }

  test('makes an object of a JSON session cookie, which means a new session', oursOnly('answers 500'), async (t) => {
    const { get } = await listen(t, http.createServer(appWith(cookieParser(), sessions())))
    assert.equal((await get('/', `connect.sid=${encodeURIComponent('j:{"a":1}')}`)).body, '1')
  })
})
