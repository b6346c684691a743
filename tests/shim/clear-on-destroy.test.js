// Does a client lose the cookie of a session that its request destroyed?
'use strict'

const { describe, test } = require('node:test')
const assert = require('node:assert/strict')
const { once } = require('node:events')
const http2 = require('node:http2')
const { serve, sessions, oursOnly } = require('./app')
const RecordingStore = require('./recording-store')

const opts = oursOnly('has no such option')

const EPOCH = 'Expires=Thu, 01 Jan 1970 00:00:00 GMT'

/** Attributes that must be given again for a browser to find the cookie, and others. */
const ATTRIBUTES = {
  domain: 'example.com', path: '/app', partitioned: true, secure: true, sameSite: 'none', priority: 'high', maxAge: 60000
}

const attributesOf = (text) => text.split('; ').slice(1).filter((part) => !part.startsWith('Expires=')).sort()

describe('clearOnDestroy', opts, () => {
  const app = (t, options, handlers) => serve(t, { clearOnDestroy: true, store: new RecordingStore(), ...options }, {
    '/app/in': (req, res) => { req.session.user = 'alice'; res.end() },
    '/app/out': (req, res) => req.session.destroy(() => res.end('bye')),
    '/app/unset': (req, res) => { req.session = null; res.end('bye') },
    ...handlers
  }, { tls: Boolean(options.cookie?.secure) })

  test('the cookie expires with every attribute it was set with', async (t) => {
    const { get } = await app(t, { cookie: ATTRIBUTES })
    const login = await get('/app/in')
    const logout = await get('/app/out', login.cookie)
    assert.equal(logout.body, 'bye')
    assert.equal(logout.setCookies.length, 1)
    const [text] = logout.setCookies
    assert.ok(text.startsWith('connect.sid=; '), text)
    assert.ok(text.includes(EPOCH), text)
    assert.deepEqual(attributesOf(text), attributesOf(login.setCookies[0]))
    assert.ok(text.includes('Partitioned'))
  })

  test('also where it was destroyed by unset', async (t) => {
    const { get } = await app(t, { unset: 'destroy' })
    const { cookie } = await get('/app/in')
    const { setCookies } = await get('/app/unset', cookie)
    assert.equal(setCookies.length, 1)
    assert.ok(setCookies[0].startsWith(`connect.sid=; Path=/; ${EPOCH}`), setCookies[0])
  })

  test('not where the session was dropped, and stays in the store', async (t) => {
    const { get } = await app(t, { unset: 'keep' })
    const { cookie } = await get('/app/in')
    assert.deepEqual((await get('/app/unset', cookie)).setCookies, [])
  })

  test('not where the client has no cookie to lose', async (t) => {
    const { get } = await app(t, {})
    assert.deepEqual((await get('/app/out')).setCookies, [])
  })

  test('a session that was regenerated gets its cookie', async (t) => {
    const { get } = await app(t, {}, { '/app/again': (req, res) => req.session.regenerate(() => res.end()) })
    const { cookie } = await get('/app/in')
    const { setCookies } = await get('/app/again', cookie)
    assert.equal(setCookies.length, 1)
    assert.match(setCookies[0], /^connect\.sid=s%3A/)
  })

  test('a session that was regenerated and then destroyed loses its cookie', async (t) => {
    const { get } = await app(t, {}, {
      '/app/again': (req, res) => req.session.regenerate(() => req.session.destroy(() => res.end()))
    })
    const { cookie } = await get('/app/in')
    const { setCookies } = await get('/app/again', cookie)
    assert.equal(setCookies.length, 1)
    assert.match(setCookies[0], /^connect\.sid=;/)
  })

  test('while it is off, the client keeps its cookie', async (t) => {
    const { get } = await app(t, { clearOnDestroy: undefined })
    const { cookie } = await get('/app/in')
    assert.deepEqual((await get('/app/out', cookie)).setCookies, [])
  })

  test('over HTTP/2', async (t) => {
    const middleware = sessions({ clearOnDestroy: true })
    const server = http2.createServer((req, res) => middleware(req, res, () => {
      if (req.url === '/out') return req.session.destroy(() => res.end('bye'))
      req.session.user = 'alice'
      res.end()
    }))
    await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
    const client = http2.connect(`http://127.0.0.1:${server.address().port}`)
    t.after(() => { client.destroy(); server.close() })
    const cookiesOf = async (headers) => {
      const stream = client.request(headers)
      const [received] = await once(stream, 'response')
      stream.resume()
      await once(stream, 'close')
      return received['set-cookie'] ?? []
    }
    const [login] = await cookiesOf({ ':path': '/in' })
    const [logout] = await cookiesOf({ ':path': '/out', cookie: login.split(';')[0] })
    assert.ok(logout.startsWith(`connect.sid=; Path=/; ${EPOCH}`), logout)
  })
})
