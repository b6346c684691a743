// When is a connection secure, and what do `secure`, `sameSite: 'auto'` and `proxy` make of it?
'use strict'

const { describe, test } = require('node:test')
const assert = require('node:assert/strict')
const http = require('node:http')
const https = require('node:https')
const express = require('express')
const express4 = require('express4')
const { sessions, serve, listen, certificate } = require('./app')
const { run } = require('./mock')
const RecordingStore = require('./recording-store')
const { attributesOf } = require('./signed-cookie')

const logIn = (req, res) => {
  req.session.user = 'alice'
  res.end('ok')
}

describe('proxy', () => {
  // [proxy option, X-Forwarded-Proto, req.secure as Express sets it, is a secure cookie sent?]
  const rows = [
    [true, 'https', undefined, true],
    [true, 'HTTPS', undefined, true],
    [true, 'https,http', undefined, true],
    [true, ' https , http', undefined, true],
    [true, 'http,https', undefined, false],
    [true, 'http', undefined, false],
    [true, 'httpss', undefined, false],
    [true, '', undefined, false],
    [true, undefined, undefined, false],
    [true, undefined, true, false],
    [false, 'https', undefined, false],
    [false, 'https', true, false],
    [undefined, 'https', undefined, false],
    [undefined, undefined, true, true],
    [undefined, undefined, 'yes', false],
    [undefined, 'https', false, false],
    [null, undefined, true, true],
    ['yes', 'https', undefined, false],
    ['yes', undefined, true, true]
  ]

  for (const [proxy, proto, secure, sent] of rows) {
    const request = `X-Forwarded-Proto: ${proto} and req.secure = ${secure}`
    test(`proxy: ${proxy} with ${request} ${sent ? 'sends' : 'holds back'} a secure cookie`, async () => {
      const middleware = sessions({ proxy, saveUninitialized: true, cookie: { secure: true } })
      const headers = proto === undefined ? {} : { 'x-forwarded-proto': proto }
      const { res } = await run(middleware, { headers, secure })
      assert.equal(res.sendCookies().length, sent ? 1 : 0)
    })
  }

  for (const [name, framework] of [['Express 4', express4], ['Express 5', express]]) {
    test(`left out, it follows ${name}'s own trust proxy setting`, async (t) => {
      for (const trusted of [true, false]) {
        const app = framework()
        app.set('trust proxy', trusted)
        app.use(sessions({ cookie: { secure: true } }), logIn)
        const { request } = await listen(t, http.createServer(app))
        const { setCookies } = await request({ headers: { 'X-Forwarded-Proto': 'https' } })
        assert.equal(setCookies.length, trusted ? 1 : 0)
      }
    })
  }
})

describe('over plain HTTP', () => {
  test('a secure cookie is not sent, the session is saved all the same', async (t) => {
    const store = new RecordingStore()
    const app = await serve(t, { store, cookie: { secure: true } }, logIn)
    assert.deepEqual((await app.get()).setCookies, [])
    assert.deepEqual(store.calls, ['set'])
  })

  const rows = [
    [{ secure: 'auto' }, ['Path=/', 'HttpOnly']],
    [{ sameSite: 'auto' }, ['Path=/', 'HttpOnly', 'SameSite=Lax']],
    [{ secure: 'auto', sameSite: 'auto' }, ['Path=/', 'HttpOnly', 'SameSite=Lax']]
  ]
  for (const [cookie, attributes] of rows) {
    test(`${JSON.stringify(cookie)} gives ${attributes.join('; ')}`, async (t) => {
      const app = await serve(t, { cookie }, logIn)
      assert.deepEqual(attributesOf((await app.get()).setCookies[0]), attributes)
    })
  }
})

describe('over HTTPS', () => {
  const rows = [
    [{ secure: true }, ['Path=/', 'HttpOnly', 'Secure']],
    [{ secure: false }, ['Path=/', 'HttpOnly']],
    [{ secure: 'auto' }, ['Path=/', 'HttpOnly', 'Secure']],
    [{ sameSite: 'auto' }, ['Path=/', 'HttpOnly', 'SameSite=None']],
    [{ secure: 'auto', sameSite: 'auto' }, ['Path=/', 'HttpOnly', 'Secure', 'SameSite=None']]
  ]
  for (const [cookie, attributes] of rows) {
    test(`${JSON.stringify(cookie)} gives ${attributes.join('; ')}`, async (t) => {
      const app = await serve(t, { cookie }, logIn, { tls: true })
      assert.deepEqual(attributesOf((await app.get()).setCookies[0]), attributes)
    })
  }

  test('proxy: false changes nothing for a connection that is encrypted itself', async (t) => {
    const app = await serve(t, { proxy: false, cookie: { secure: true } }, logIn, { tls: true })
    assert.equal((await app.get()).setCookies.length, 1)
  })

  test('a session comes back', async (t) => {
    const app = await serve(t, { cookie: { secure: true } }, (req, res) => {
      req.session.views = (req.session.views || 0) + 1
      res.end(String(req.session.views))
    }, { tls: true })
    const { cookie } = await app.get()
    assert.equal((await app.get('/', cookie)).body, '2')
  })

  test('Express works as over plain HTTP', async (t) => {
    const app = express().use(sessions({ cookie: { secure: true } }), logIn)
    const { get } = await listen(t, https.createServer(certificate(), app))
    assert.deepEqual(attributesOf((await get()).setCookies[0]), ['Path=/', 'HttpOnly', 'Secure'])
  })
})

describe('behind a trusted proxy', () => {
  test('secure and sameSite "auto" follow the protocol the proxy names', async (t) => {
    const app = await serve(t, { proxy: true, cookie: { secure: 'auto', sameSite: 'auto' } }, logIn)
    const attributesFor = async (proto) => {
      const { setCookies } = await app.request({ headers: { 'X-Forwarded-Proto': proto } })
      return attributesOf(setCookies[0])
    }
    assert.deepEqual(await attributesFor('https'), ['Path=/', 'HttpOnly', 'Secure', 'SameSite=None'])
    assert.deepEqual(await attributesFor('http'), ['Path=/', 'HttpOnly', 'SameSite=Lax'])
  })
})
