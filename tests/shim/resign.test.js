// Does the rotation of a secret come to an end: is a cookie that an older secret signed replaced where `resign` is set?
'use strict'

const { describe, test } = require('node:test')
const assert = require('node:assert/strict')
const http2 = require('node:http2')
const { once } = require('node:events')
const { serve, sessions, oursOnly } = require('./app')
const RecordingStore = require('./recording-store')
const { signedCookie } = require('./signed-cookie')

const secret = ['new', 'old', 'oldest']
const ofOld = signedCookie('seeded', 'old')
const ofNew = signedCookie('seeded', 'new')
const setAnew = [`${ofNew}; Path=/; HttpOnly`]

function seeded (data = { user: 'alice' }) {
  const store = new RecordingStore()
  store.seed(data)
  return store
}

async function answerTo (t, cookie, { options, handler, request, store = seeded() } = {}) {
  const app = await serve(t, { store, secret, resign: true, ...options }, handler)
  return { ...await app.request({ headers: cookie ? { cookie } : {}, ...request }), store, errors: app.errors }
}

describe('with resign: true a cookie', oursOnly('has no such option'), () => {
  test('that an older secret signed is set again, signed by the first', async (t) => {
    for (const older of ['old', 'oldest']) {
      const { setCookies } = await answerTo(t, signedCookie('seeded', older))
      assert.deepEqual(setCookies, setAnew, older)
    }
  })

  test('is set once, also where there would be another reason', async (t) => {
    const { setCookies } = await answerTo(t, ofOld, {
      options: { rolling: true },
      handler: (req, res) => {
        req.session.user = 'bob'
        res.writeHead(200)
        res.end('ok')
      }
    })
    assert.deepEqual(setCookies, setAnew)
  })

  test('is set once: the next request brings the new one', async (t) => {
    const app = await serve(t, { store: seeded(), secret, resign: true })
    const { cookie } = await app.get('/', ofOld)
    assert.equal(cookie, ofNew)
    assert.deepEqual((await app.get('/', cookie)).setCookies, [])
  })

  test('that the first secret signed stays as it is', async (t) => {
    assert.deepEqual((await answerTo(t, ofNew)).setCookies, [])
  })

  test('is set again without telling the store more than it would be told', async (t) => {
    assert.deepEqual((await answerTo(t, ofOld)).store.calls, ['get', 'touch'])
  })

  test('is set again beside cookies of the application', async (t) => {
    const { setCookies } = await answerTo(t, ofOld, {
      handler: (req, res) => {
        res.setHeader('Set-Cookie', 'theme=dark')
        res.end('ok')
      }
    })
    assert.deepEqual(setCookies, ['theme=dark', ...setAnew])
  })

  for (const [what, request] of [['HEAD', { method: 'HEAD' }], ['OPTIONS', { method: 'OPTIONS' }], ['a path', { path: '/a?b' }]]) {
    test(`is set again in the answer to ${what}`, async (t) => {
      assert.deepEqual((await answerTo(t, ofOld, { request: { headers: { cookie: ofOld }, ...request } })).setCookies, setAnew)
    })
  }

  test('is set again with 204 and 304, whose answers have no body', async (t) => {
    for (const status of [204, 304]) {
      const { setCookies } = await answerTo(t, ofOld, {
        handler: (req, res) => {
          res.statusCode = status
          res.end()
        }
      })
      assert.deepEqual(setCookies, setAnew, String(status))
    }
  })

  test('is set again in HTTP/2', async (t) => {
    const middleware = sessions({ store: seeded(), secret, resign: true })
    const server = http2.createServer((req, res) => middleware(req, res, () => res.end('ok')))
    await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
    const client = http2.connect(`http://127.0.0.1:${server.address().port}`)
    t.after(() => {
      client.close()
      server.close()
    })
    for (const [cookie, expected] of [[ofOld, setAnew], [ofNew, undefined]]) {
      const stream = client.request({ ':path': '/', cookie })
      const [headers] = await once(stream, 'response')
      stream.resume()
      await once(stream, 'close')
      assert.deepEqual(headers['set-cookie'], expected)
    }
  })

  test('is set again with its age, which begins anew', async (t) => {
    const store = new RecordingStore()
    store.seed({ cookie: { originalMaxAge: 60000, expires: new Date(Date.now() + 30000).toISOString(), httpOnly: true, path: '/' } })
    const { setCookies } = await answerTo(t, ofOld, { store })
    assert.equal(setCookies.length, 1)
    const expires = new Date(/Expires=([^;]+)/.exec(setCookies[0])[1])
    assert.ok(expires - Date.now() > 50000, setCookies[0])
  })

  test('that the secret signs no more, because the list changed meanwhile, counts for the request that came', async (t) => {
    const live = ['old']
    const app = await serve(t, { store: seeded(), secret: live, resign: true })
    assert.deepEqual((await app.get('/', ofOld)).setCookies, [])
    live.unshift('new')
    assert.deepEqual((await app.get('/', ofOld)).setCookies, setAnew)
  })

  test('of another request that is under way at the same time changes nothing', async (t) => {
    const store = seeded()
    const { get } = store
    store.get = (id, callback) => setTimeout(() => get.call(store, id, callback), 5)
    const app = await serve(t, { store, secret, resign: true })
    const cookies = [ofOld, ofNew, ofOld, undefined, ofNew, ofOld]
    const answers = await Promise.all(cookies.map((cookie) => app.get('/', cookie)))
    assert.deepEqual(answers.map(({ setCookies }) => setCookies), cookies.map((cookie) => cookie === ofOld ? setAnew : []))
  })
})

describe('with resign: true nothing is set', oursOnly('has no such option'), () => {
  test('for a request without a cookie', async (t) => {
    assert.deepEqual((await answerTo(t, undefined)).setCookies, [])
  })

  test('for a cookie that no secret signed', async (t) => {
    assert.deepEqual((await answerTo(t, signedCookie('seeded', 'another'))).setCookies, [])
  })

  test('for a session that the store does not know any more', async (t) => {
    const { setCookies, store } = await answerTo(t, ofOld, { store: new RecordingStore() })
    assert.deepEqual([setCookies, store.calls], [[], ['get']])
  })

  const ends = {
    'destroyed by the handler': (req, res) => req.session.destroy(() => res.end('ok')),
    'destroyed by the handler, which waits for a promise': async (req, res) => {
      await req.session.destroy()
      res.end('ok')
    },
    'unset by the handler': (req, res) => {
      req.session = null
      res.end('ok')
    }
  }
  for (const [what, handler] of Object.entries(ends)) {
    test(`for a session that is ${what}`, async (t) => {
      assert.deepEqual((await answerTo(t, ofOld, { options: { unset: 'destroy' }, handler })).setCookies, [])
    })
  }

  test('of the old session where it was regenerated', async (t) => {
    const { setCookies, cookie } = await answerTo(t, ofOld, {
      options: { genid: () => 'next' },
      handler: (req, res) => req.session.regenerate(() => res.end('ok'))
    })
    assert.equal(setCookies.length, 1)
    assert.equal(cookie, signedCookie('next', 'new'))
  })

  test('where the headers went out before', async (t) => {
    const { setCookies, errors } = await answerTo(t, ofOld, {
      handler: (req, res) => {
        req.session = null
        res.flushHeaders()
        res.end('ok')
      }
    })
    assert.deepEqual([setCookies, errors], [[], []])
  })

  test('in the clear where the cookie is secure', async (t) => {
    const store = new RecordingStore()
    store.seed({ cookie: { originalMaxAge: null, expires: null, httpOnly: true, path: '/', secure: true } })
    assert.deepEqual((await answerTo(t, ofOld, { store })).setCookies, [])
  })
})

describe('without resign', () => {
  for (const resign of [undefined, false, null, 0, '']) {
    test(`(${JSON.stringify(resign)}) a cookie that an older secret signed stays as it is`, async (t) => {
      assert.deepEqual((await answerTo(t, ofOld, { options: { resign } })).setCookies, [])
    })
  }
})
