// Which Set-Cookie header does each setting of the `cookie` option make, and which settings are refused?
'use strict'

const { describe, test } = require('node:test')
const assert = require('node:assert/strict')
const { inspect } = require('node:util')
const { sessions, serve, oursOnly } = require('./app')
const { runScript } = require('./child')
const { run, MockResponse } = require('./mock')
const { attributesOf } = require('./signed-cookie')

// Wrong attributes are what some of these tests are about.
process.on('deprecation', () => {})

const EXPIRES = new Date(Date.UTC(2100, 0, 1, 0, 0, 0, 500))

const logIn = (req, res) => {
  req.session.user = 'alice'
  res.end('ok')
}

async function attributesWith (cookie, request) {
  const { res } = await run(sessions({ saveUninitialized: true, proxy: true, cookie }), request)
  assert.equal(res.sendCookies().length, 1)
  return attributesOf(res.sendCookies()[0]).join('; ')
}

describe('attributes', () => {
  const rows = [
    [{}, 'Path=/; HttpOnly'],
    [{ httpOnly: false }, 'Path=/'],
    [{ httpOnly: 0 }, 'Path=/'],
    [{ path: '' }, 'HttpOnly'],
    [{ path: null }, 'HttpOnly'],
    [{ domain: 'example.com' }, 'Domain=example.com; Path=/; HttpOnly'],
    [{ domain: '.example.com' }, 'Domain=.example.com; Path=/; HttpOnly'],
    [{ domain: '' }, 'Path=/; HttpOnly'],
    [{ secure: false }, 'Path=/; HttpOnly'],
    [{ partitioned: true }, 'Path=/; HttpOnly; Partitioned'],
    [{ priority: 'low' }, 'Path=/; HttpOnly; Priority=Low'],
    [{ priority: 'medium' }, 'Path=/; HttpOnly; Priority=Medium'],
    [{ priority: 'HIGH' }, 'Path=/; HttpOnly; Priority=High'],
    [{ sameSite: true }, 'Path=/; HttpOnly; SameSite=Strict'],
    [{ sameSite: false }, 'Path=/; HttpOnly'],
    [{ sameSite: 'lax' }, 'Path=/; HttpOnly; SameSite=Lax'],
    [{ sameSite: 'STRICT' }, 'Path=/; HttpOnly; SameSite=Strict'],
    [{ sameSite: 'None' }, 'Path=/; HttpOnly; SameSite=None'],
    [{ maxAge: null }, 'Path=/; HttpOnly'],
    [{ maxAge: undefined }, 'Path=/; HttpOnly'],
    [{ expires: null }, 'Path=/; HttpOnly'],
    [{ expires: false }, 'Path=/; HttpOnly']
  ]

  for (const [cookie, attributes] of rows) {
    test(`${JSON.stringify(cookie)} gives ${attributes}`, async () => {
      assert.equal(await attributesWith(cookie), attributes)
    })
  }

  test('all of them together come in one order', async () => {
    const cookie = {
      sameSite: 'none', priority: 'high', partitioned: true, secure: true, httpOnly: true,
      expires: EXPIRES, path: '/shop', domain: 'example.com'
    }
    const request = { url: '/shop/cart', headers: { 'x-forwarded-proto': 'https' } }
    assert.equal(
      await attributesWith(cookie, request),
      'Domain=example.com; Path=/shop; Expires=Fri, 01 Jan 2100 00:00:00 GMT; HttpOnly; Secure; Partitioned; ' +
      'Priority=High; SameSite=None'
    )
  })

  const dates = [
    ['past', new Date(500)],
    ['after the year 9999', new Date(Date.UTC(12000, 0, 1, 0, 0, 0, 500))],
    ['before the year 0', new Date(-70000000000000 + 500)]
  ]
  for (const [when, date] of dates) {
    test(`an expiry ${when} is written as Date#toUTCString does`, async () => {
      assert.equal(await attributesWith({ expires: date }), `Path=/; Expires=${date.toUTCString()}; HttpOnly`)
    })
  }

  for (const maxAge of [60000, 0, -60000]) {
    test(`maxAge: ${maxAge} becomes an Expires that far from now, and no Max-Age`, async () => {
      const before = Date.now()
      const attributes = await attributesWith({ maxAge })
      const expires = Date.parse(/^Path=\/; Expires=(.+ GMT); HttpOnly$/.exec(attributes)[1])
      // Expires counts whole seconds.
      assert.ok(expires >= before + maxAge - 1000 && expires <= Date.now() + maxAge)
    })
  }

  test('what a handler sets on req.session.cookie counts for that response alone', async (t) => {
    const app = await serve(t, {}, (req, res) => {
      req.session.user = 'alice'
      if (req.url === '/special') {
        Object.assign(req.session.cookie, { sameSite: 'strict', domain: 'example.com', httpOnly: false })
      }
      res.end('ok')
    })
    const special = await app.get('/special')
    assert.deepEqual(attributesOf(special.setCookies[0]), ['Domain=example.com', 'Path=/', 'SameSite=Strict'])
    assert.deepEqual(attributesOf((await app.get()).setCookies[0]), ['Path=/', 'HttpOnly'])
  })
})

describe('path', () => {
  const rows = [
    ['/admin', '/admin', true],
    ['/admin', '/admin/users?page=2', true],
    ['/admin', '/administrator', true],
    ['/admin', '/', false],
    ['/admin', '/user/admin', false],
    ['/admin', '/Admin', false],
    ['/admin', 'http://example.com/admin/users', true],
    ['/', '/anything', true]
  ]
  for (const [path, url, matches] of rows) {
    test(`a cookie for ${path} ${matches ? 'covers' : 'does not cover'} ${url}`, async () => {
      const { req } = await run(sessions({ cookie: { path } }), { url })
      assert.equal('session' in req, matches)
      assert.equal('sessionStore' in req, matches)
    })
  }

  test('is compared with the URL before a framework cut the mount path off', async () => {
    const { req } = await run(sessions({ cookie: { path: '/admin' } }), { url: '/users', originalUrl: '/admin/users' })
    assert.ok(req.session)
  })
})

describe('a function for the cookie option', () => {
  test('is asked with the request, and its answer is used', async (t) => {
    const app = await serve(t, { cookie: (req) => ({ path: req.url, sameSite: 'lax' }) }, logIn)
    assert.deepEqual(attributesOf((await app.get('/one')).setCookies[0]), ['Path=/one', 'HttpOnly', 'SameSite=Lax'])
    assert.deepEqual(attributesOf((await app.get('/two')).setCookies[0]), ['Path=/two', 'HttpOnly', 'SameSite=Lax'])
  })

  test('decides the path that is matched', async () => {
    const middleware = sessions({ cookie: (req) => ({ path: req.headers['x-base'] }) })
    assert.ok((await run(middleware, { url: '/a', headers: { 'x-base': '/a' } })).req.session)
    assert.equal((await run(middleware, { url: '/a', headers: { 'x-base': '/b' } })).req.session, undefined)
  })

  test('is asked again for a regenerated session', async (t) => {
    let sameSite = 'lax'
    const app = await serve(t, { cookie: () => ({ sameSite }) }, (req, res) => {
      sameSite = 'strict'
      req.session.regenerate(() => res.end('ok'))
    })
    assert.deepEqual(attributesOf((await app.get()).setCookies[0]), ['Path=/', 'HttpOnly', 'SameSite=Strict'])
  })

  test('an exception in it reaches the error handler', async (t) => {
    const app = await serve(t, { cookie () { throw new Error('no cookie today') } })
    assert.equal((await app.get()).body, 'no cookie today')
  })
})

describe('refused settings', () => {
  const split = 'x\r\nSet-Cookie: stolen=1'
  const WRONG_NAME = 'name option must be the name of a cookie'
  const rows = [
    ['R7 a name with a space', { name: 'a b' }, WRONG_NAME],
    ['R7 a name with a semicolon', { name: 'a;b' }, WRONG_NAME],
    ['R7 a name with an equals sign', { name: 'a=b' }, WRONG_NAME],
    ['R7 a name with a line break', { name: split }, WRONG_NAME],
    ['R7 a name outside ASCII', { name: 'é' }, WRONG_NAME],
    ['R7 a domain with a semicolon', { cookie: { domain: 'a.com;b' } }, 'option domain is invalid'],
    ['R7 a domain with a line break', { cookie: { domain: split } }, 'option domain is invalid'],
    ['R7 a domain with a space', { cookie: { domain: 'a b' } }, 'option domain is invalid'],
    ['R7 a path with a semicolon', { cookie: { path: '/;b' } }, 'option path is invalid'],
    ['R7 a path with a control character', { cookie: { path: '/\u0001' } }, 'option path is invalid'],
    ['R7 a path outside ASCII', { cookie: { path: '/é' } }, 'option path is invalid'],
    ['an unknown priority', { cookie: { priority: 'urgent' } }, 'option priority is invalid'],
    ['a priority that is no text', { cookie: { priority: true } }, 'option priority is invalid'],
    ['an unknown sameSite', { cookie: { sameSite: 'sometimes' } }, 'option sameSite is invalid'],
    ['a sameSite that is a number', { cookie: { sameSite: 1 } }, 'option sameSite is invalid'],
    ['an invalid date', { cookie: { expires: new Date(NaN) } }, 'option expires is invalid'],
    ['an infinite maxAge', { cookie: { maxAge: Infinity } }, 'option expires is invalid'],
    ['a maxAge that is text', { cookie: { maxAge: '3600' } }, 'maxAge must be a number or Date']
  ]

  for (const [what, options, message] of rows) {
    const isFatal = 'name' in options || message.startsWith('maxAge')
    test(`${what} is ${isFatal ? 'a TypeError' : 'told'} when the middleware is made`, oursOnly('fails at the first response'), async () => {
      if (isFatal) return assert.throws(() => sessions(options), { name: 'TypeError', message })
      // In a process of its own: each place in a program is told once.
      const { stderr } = await runScript(`
        const options = ${inspect({ secret: 'a secret', resave: false, saveUninitialized: false, ...options }, { depth: 9 }).replace('Invalid Date', 'new Date(NaN)')}
        session(options)
      `)
      assert.match(stderr, new RegExp(`express-session deprecated cookie option: ${message}; no response can carry it at `))
    })

    test(`${what} is what each response fails with`, async () => {
      const errors = []
      const respond = () => {
        const res = new MockResponse()
        try {
          middleware({ url: options.cookie?.path || '/', headers: {} }, res, (error) => error && errors.push(error))
          res.writeHead(200)
        } catch (error) {
          errors.push(error)
        }
        assert.deepEqual(res.headers['set-cookie'] || [], [])
      }
      let middleware
      try {
        middleware = sessions({ saveUninitialized: true, ...options })
      } catch (error) {
        assert.ok(isFatal, error.stack)
        return
      }
      respond()
      respond()
      await new Promise(setImmediate)
      assert.ok(errors.length >= 2)
      for (const error of errors) assert.ok(error instanceof TypeError, error.stack)
    })

    const { cookie } = options
    if (!cookie) continue
    test(`${what}, given by a function, reaches next as one TypeError and no header is sent`,
      oursOnly('throws for some of them'), async () => {
        const errors = []
        const req = { url: cookie.path || '/', headers: {} }
        const res = new MockResponse()
        sessions({ saveUninitialized: true, cookie: () => cookie })(req, res, (error) => error && errors.push(error))
        assert.deepEqual(res.sendCookies(), [])
        await new Promise(setImmediate)
        assert.deepEqual(errors.map((error) => [error.name, error.message]), [['TypeError', message]])
      })
  }

  test('a function that gives no attributes at all reaches next as one TypeError', oursOnly('throws'), async () => {
    for (const nothing of [undefined, null]) {
      const errors = []
      sessions({ cookie: () => nothing })({ url: '/', headers: {} }, new MockResponse(), (error) => errors.push(error))
      assert.deepEqual(errors.map(({ name }) => name), ['TypeError'])
    }
  })

  const assignments = [
    ['path', `/${split}`, 'option path is invalid'],
    ['domain', split, 'option domain is invalid'],
    ['sameSite', split, 'option sameSite is invalid'],
    ['priority', split, 'option priority is invalid']
  ]
  for (const [property, value, message] of assignments) {
    test(`R7 a line break that a handler puts into cookie.${property} reaches next, the response ends without it`, async (t) => {
      const app = await serve(t, {}, (req, res) => {
        req.session.user = 'alice'
        req.session.cookie[property] = value
        res.end('ok')
      })
      const { status, body, setCookies } = await app.get()
      assert.deepEqual([status, body, setCookies], [200, 'ok', []])
      assert.deepEqual(app.errors.map((error) => error.message), [message])
    })
  }
})
