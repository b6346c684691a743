// Does every request get exactly one answer, whatever an application makes of its session and response?
'use strict'

const { describe, test } = require('node:test')
const assert = require('node:assert/strict')
const { isReference, sessions } = require('./app')
const { runScript } = require('./child')
const { MockResponse } = require('./mock')

// What handlers do, in the words of a handler; the response is ended behind it.
const oddities = {
  'a Proxy for a session': 'req.session = new Proxy(req.session, {})',
  'a Proxy that cannot be looked at': "req.session = new Proxy(req.session, { get () { throw new Error('trap') } })",
  'a Proxy that was revoked': 'const { proxy, revoke } = Proxy.revocable(req.session, {}); req.session = proxy; revoke()',
  'a revoked Proxy among the data': 'const { proxy, revoke } = Proxy.revocable({}, {}); req.session.a = proxy; revoke()',
  'a req.session that throws': "Object.defineProperty(req, 'session', { get () { throw new Error('getter') } })",
  'a req.sessionID that throws': "Object.defineProperty(req, 'sessionID', { get () { throw new Error('getter') } })",
  'a frozen session': 'Object.freeze(req.session)',
  'a frozen cookie': 'Object.freeze(req.session.cookie)',
  'data that would change a prototype': `req.session.a = JSON.parse('{ "__proto__": { "x": 1 }, "constructor": { "prototype": { "x": 1 } } }')`,
  'a session with another prototype': `Object.assign(req.session, JSON.parse('{ "__proto__": { "x": 1 } }'))`,
  'a session without a prototype': 'Object.setPrototypeOf(req.session, null)',
  'a copy of the session': 'req.session = { ...req.session }',
  'an array for a session': 'req.session = []',
  'a function for a session': 'req.session = () => {}',
  'a session that inherits': 'req.session = Object.create(req.session, { a: { value: 1, enumerable: true } })',
  'status 600': 'res.statusCode = 600',
  'status 1000': 'res.statusCode = 1000',
  'status 99': 'res.statusCode = 99',
  'status NaN': 'res.statusCode = NaN',
  'a status that is a text': "res.statusCode = '201'",
  'a toJSON that ends the response': "req.session.a = { toJSON () { res.end('inner'); return 1 } }",
  'a toJSON that drops the session': 'req.session.a = { toJSON () { delete req.session; return 1 } }',
  'a toJSON that writes the head': 'req.session.a = { toJSON () { if (!res.headersSent) res.writeHead(202); return 1 } }',
  'a toJSON that saves': 'let times = 3; req.session.a = { toJSON () { if (times-- > 0) req.session.save(() => {}); return 1 } }',
  'a toJSON that throws undefined': 'req.session.a = { toJSON () { throw undefined } }',
  'a BigInt': 'req.session.a = 1n',
  'symbols': "req.session.a = Symbol('x'); req.session[Symbol('y')] = 1",
  'no cookie': 'req.session.cookie = null',
  'a cookie that is a text': "req.session.cookie = 'x'",
  'a cookie that throws': "Object.defineProperty(req.session, 'cookie', { get () { throw new Error('getter') } })",
  'a maxAge of NaN': 'req.session.cookie.maxAge = NaN',
  'an endless maxAge': 'req.session.cookie.maxAge = Infinity',
  'a path with a line break': "req.session.cookie.path = '/\\r\\nX: y'",
  'a domain with a line break': "req.session.cookie.domain = 'a\\r\\nSet-Cookie: x=y'",
  'a domain that throws': "req.session.cookie.domain = { toString () { throw new Error('text') } }",
  'an id with a line break': "req.sessionID = 'a\\r\\nb'",
  'an id that is no Unicode': "req.sessionID = '\\ud800'",
  'an id of a megabyte': "req.sessionID = 'x'.repeat(1e6)",
  'an id that is an object': "req.sessionID = { toString () { throw new Error('text') } }",
  'a save that is none': 'req.session.save = 5',
  'a save that throws': "req.session.save = () => { throw new Error('save') }",
  'a touch that throws': "req.session.touch = () => { throw new Error('touch') }",
  'another store': 'req.sessionStore = {}',
  'no store': 'req.sessionStore = null',
  'data a hundred thousand levels deep': 'let at = req.session; for (let level = 0; level < 1e5; level++) at = at.x = {}',
  'a sparse array': 'req.session.a = []; req.session.a[4294967290] = 1',
  'a Set-Cookie header that is a number': "res.setHeader('Set-Cookie', 5)",
  'a getHeader that throws': "res.getHeader = () => { throw new Error('header') }",
  'a setHeader that throws': "res.setHeader = () => { throw new Error('header') }",
  'a secure cookie, and a list for X-Forwarded-Proto': "req.session.cookie.secure = true; req.headers['x-forwarded-proto'] = ['https', 'http']",
  'a secure cookie, and no headers': "req.session.cookie.secure = true; Object.defineProperty(req, 'headers', { value: undefined })",
  'two regenerations at once': 'req.session.regenerate(() => {}); req.session.regenerate(() => {})',
  'a destroyed session, and an object in its place': 'req.session.destroy(() => {}); req.session = { a: 1 }'
}

const stores = ['answers at once', 'answers later', 'fails later']

const source = (protocol, choice) => `
  const http = require('node:http'), http2 = require('node:http2')
  const oddities = [${Object.entries(oddities).map(([name, body]) => `[${JSON.stringify(name)}, (req, res) => { ${body} }]`).join(',\n')}]
  let uncaught
  process.on('uncaughtException', (error) => uncaught.push(String(error?.stack ?? error)))
  process.removeAllListeners('warning')

  const storeThat = (how) => {
    const memory = new session.MemoryStore()
    memory.set('known', { cookie: { originalMaxAge: null, path: '/', httpOnly: true }, old: 1 }, () => {})
    const store = Object.assign(new session.Store(), { get: (...args) => memory.get(...args) })
    for (const name of ['set', 'touch', 'destroy']) {
      store[name] = (...args) => {
        if (how === 'answers at once') return memory[name](...args)
        const act = how === 'answers later' ? () => memory[name](...args) : () => args.at(-1)(new Error('disk full'))
        setImmediate(act)
      }
    }
    return store
  }

  const trial = (name, odd, how, cookie) => new Promise((resolve) => {
    uncaught = []
    const middleware = session({
      secret: 's', store: storeThat(how), resave: false, saveUninitialized: false, unset: 'destroy', ...${JSON.stringify(choice)}
    })
    const answer = (req, res) => {
      const next = (error) => {
        if (error === undefined) return
        if (res.headersSent) return res.stream ? res.stream.close(2) : res.destroy()
        res.statusCode = 500
        try { res.end('failed') } catch { res.stream ? res.stream.close(2) : res.destroy() }
      }
      middleware(req, res, (error) => {
        if (error) return next(error)
        try {
          req.session.changed = 1
          odd(req, res)
          res.end('ok')
        } catch (thrown) {
          next(thrown ?? null)
        }
      })
    }
    const server = (${protocol === 'HTTP/2'} ? http2 : http).createServer(answer)
    server.listen(0, '127.0.0.1', () => {
      let client
      const finish = (outcome) => {
        clearTimeout(timer)
        client?.destroy()
        server.close()
        setImmediate(() => setImmediate(() => resolve({ name, how, returning: cookie !== undefined, outcome, uncaught })))
      }
      const timer = setTimeout(finish, 4000, 'hung')
      const headers = cookie ? { cookie } : {}
      const { port } = server.address()
      if (${protocol === 'HTTP/2'}) {
        client = http2.connect('http://127.0.0.1:' + port).on('error', () => {})
        client.request({ ':path': '/', ...headers }).on('error', () => {}).on('close', () => finish('answered')).resume()
      } else {
        http.get({ host: '127.0.0.1', port, agent: false, headers }, (incoming) => {
          incoming.on('error', () => {}).on('close', () => finish('answered')).resume()
        }).on('error', () => finish('answered'))
      }
    })
  })

  ;(async () => {
    const found = []
    for (const [name, odd] of oddities) {
      for (const how of ${JSON.stringify(stores)}) {
        for (const cookie of [undefined, signedCookie('known', 's')]) found.push(await trial(name, odd, how, cookie))
      }
    }
    console.log(JSON.stringify(found))
    process.exit()
  })()
`

describe('R22 an odd application gets an answer to every request, and none of its errors is uncaught', {
  concurrency: 3, skip: isReference && 'express-session 1.19.0 never answers many of them'
}, () => {
  for (const protocol of ['HTTP/1', 'HTTP/2']) {
    for (const choice of [{}, { onSaveError: 'fail' }, { onSaveError: 'fail', rolling: true, storeTimeout: 1000 }]) {
      test(`over ${protocol}, with ${JSON.stringify(choice)}`, { timeout: 50000 }, async () => {
        const { stdout, stderr } = await runScript(source(protocol, choice))
        const found = JSON.parse(stdout || JSON.stringify(stderr))
        assert.equal(found.length, Object.keys(oddities).length * stores.length * 2)
        assert.deepEqual(found.filter(({ outcome, uncaught }) => outcome !== 'answered' || uncaught.length > 0), [])
      })
    }
  }
})

test('a request without headers, or with lists for some, is no error where a secure cookie is withheld', async () => {
  for (const headers of [undefined, { 'x-forwarded-proto': ['http'] }, { 'x-forwarded-proto': [] }, { 'x-forwarded-proto': 7 }]) {
    const nexts = []
    const req = { url: '/', headers: {} }
    const res = new MockResponse()
    sessions({ cookie: { secure: true }, saveUninitialized: true })(req, res, (error) => nexts.push(error))
    req.headers = headers
    assert.deepEqual(res.sendCookies(), [])
    await new Promise((resolve) => setTimeout(resolve, 5))
    assert.deepEqual(nexts, [undefined])
  }
})
