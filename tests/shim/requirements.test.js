// Do the promises about ids, signatures and anonymous traffic hold over many random cases?
'use strict'

const { describe, test } = require('node:test')
const assert = require('node:assert/strict')
const { createSecretKey, randomBytes, randomInt } = require('node:crypto')
const { session, sessions, serve, oursOnly } = require('./app')
const { runScript } = require('./child')
const { run } = require('./mock')
const RecordingStore = require('./recording-store')
const { signedCookie, idIn } = require('./signed-cookie')

describe('R1 session ids', () => {
  const COUNT = 1000000
  const BITS = 192

  function newIds (count) {
    const store = new session.MemoryStore()
    sessions({ store })
    return Array.from({ length: count }, () => {
      const req = { headers: {} }
      store.generate(req)
      return req.sessionID
    })
  }

  // Positions of bits that are set in too many or too few of the ids.
  function strayBits (ids) {
    const ones = new Array(BITS).fill(0)
    for (const id of ids) {
      const bytes = Buffer.from(id, 'base64url')
      for (let bit = 0; bit < BITS; bit++) ones[bit] += bytes[bit >> 3] >> (bit & 7) & 1
    }
    const sigma = Math.sqrt(ids.length) / 2
    return ones.flatMap((count, bit) => Math.abs(count - ids.length / 2) > 4 * sigma ? [bit] : [])
  }

  test('are 32 URL-safe characters and never the same twice', () => {
    const ids = newIds(COUNT)
    assert.deepEqual(ids.filter((id) => !/^[A-Za-z0-9_-]{32}$/.test(id)), [])
    assert.equal(new Set(ids).size, COUNT)
  })

  test('have every bit set half the time, within 4 sigma', () => {
    // One of 192 fair bits strays in 1 % of all samples; the same one in two samples, in one of a million.
    const first = strayBits(newIds(COUNT))
    const second = strayBits(newIds(COUNT))
    assert.deepEqual(first.filter((bit) => second.includes(bit)), [])
  })

  const broken = 'globalThis.crypto.getRandomValues = () => { throw new Error("no entropy") }'
  const readsOtherSource = oursOnly('takes its bytes from crypto.randomBytes')

  test('are refused, not weakened, when the source of random bytes fails from the start', readsOtherSource, async () => {
    const { stdout, stderr } = await runScript(`
      run(session({ secret: 's', resave: false, saveUninitialized: true })).then(
        ({ req }) => console.log('an id:', req.sessionID), () => console.log('refused'))
    `, { before: broken })
    assert.doesNotMatch(stdout, /an id/)
    assert.match(stdout + stderr, /refused|no entropy/)
  })

  test('are refused while the source fails, and made again when it works', readsOtherSource, async () => {
    const { stdout } = await runScript(`
      const store = new session.MemoryStore()
      session({ secret: 's', resave: false, saveUninitialized: true, store })
      const ids = new Set()
      const next = () => { const req = { headers: {} }; store.generate(req); ids.add(req.sessionID) }
      next()
      const working = globalThis.crypto.getRandomValues
      ${broken}
      let made = 1
      try { for (; made < 100000; made++) next() } catch {}
      const again = made
      try { next(); made++ } catch {}
      globalThis.crypto.getRandomValues = working
      for (let i = 0; i < 1000; i++, made++) next()
      console.log(JSON.stringify({ again, made, distinct: ids.size }))
    `)
    const { again, made, distinct } = JSON.parse(stdout)
    assert.ok(again < 100000, 'ids went on without a source of random bytes')
    assert.equal(made, again + 1000, 'an id was made while the source failed')
    assert.equal(distinct, made)
  })
})

describe('R2 signatures', () => {
  const letters = ['a', 'Z', '0', '-', '_', '.', ':', ' ', '"', ';', '%', '=', '\u0000', 'é', '☃', '😀', '\u00a0', '\uffff']
  const randomText = () => Array.from({ length: randomInt(1, 40) }, () => letters[randomInt(letters.length)]).join('')
  const randomSecret = [
    randomText,
    () => randomBytes(randomInt(1, 200)),
    () => createSecretKey(randomBytes(randomInt(1, 100))),
    () => new Uint8Array(randomBytes(randomInt(1, 100))),
    () => randomText().repeat(20)
  ]
  const show = (id, secret) => JSON.stringify([id, secret instanceof Buffer ? secret.toString('hex') : secret])

  test('of 2000 random ids and secrets are the platform\'s own, written and read', async () => {
    for (let i = 0; i < 2000; i++) {
      const id = randomText()
      const secret = randomSecret[i % randomSecret.length]()
      const lookedUp = []
      const store = Object.assign(new session.Store(), {
        get (key, callback) {
          lookedUp.push(key)
          callback()
        }
      })
      const middleware = sessions({ store, secret, genid: () => id, saveUninitialized: true })
      const expected = signedCookie(id, secret)
      const { res } = await run(middleware)
      assert.deepEqual(res.sendCookies(), [`${expected}; Path=/; HttpOnly`], show(id, secret))
      await run(middleware, { cookie: expected })
      assert.deepEqual(lookedUp, [id], show(id, secret))
    }
  })

  test('with one letter changed anywhere are refused', async () => {
    const store = new RecordingStore()
    const middleware = sessions({ store })
    const cookie = store.seed()
    for (let at = 'connect.sid=s%3A'.length; at < cookie.length; at++) {
      const letter = cookie[at] === 'A' ? 'B' : 'A'
      const { req } = await run(middleware, { cookie: cookie.slice(0, at) + letter + cookie.slice(at + 1) })
      assert.notEqual(req.sessionID, 'seeded', `letter ${at}`)
    }
    assert.deepEqual(store.calls, [])
  })
})

test('R18 anonymous traffic stores nothing and gets no cookie', async (t) => {
  const store = new RecordingStore()
  const app = await serve(t, { store })
  const paths = ['/', '/robots.txt', '/?q=%00', '/a/../b', '/login']
  for (const path of paths) {
    for (const method of ['GET', 'HEAD', 'POST', 'OPTIONS', 'DELETE']) {
      for (const cookie of ['', 'a=1', 'connect.sid=guess', signedCookie('unknown', 'wrong')]) {
        const { setCookies } = await app.request({ path, method, headers: cookie ? { cookie } : {} })
        assert.deepEqual(setCookies, [])
      }
    }
  }
  assert.deepEqual(store.calls, [])
  assert.deepEqual(Object.keys(store.sessions), [])
})

test('R15 an id fixed by an attacker does not survive the login', async (t) => {
  const store = new RecordingStore()
  const fixed = store.seed({ cart: ['tea'] })
  const app = await serve(t, { store }, {
    '/login': (req, res) => req.session.regenerate(() => {
      req.session.user = 'alice'
      res.end()
    }),
    '/': (req, res) => res.end(String(req.session.user))
  })
  const { cookie } = await app.get('/login', fixed)
  assert.equal((await app.get('/', fixed)).body, 'undefined')
  assert.equal((await app.get('/', cookie)).body, 'alice')
  assert.deepEqual(Object.keys(store.sessions), [idIn(cookie)])
})

describe('R19 debug output', () => {
  const requests = `
    const store = new session.MemoryStore()
    const middleware = session({ secret: 'kept from logs', store, resave: false, saveUninitialized: true, unset: 'destroy' })
    const id = 'id-kept-from-logs'
    store.set(id, { cookie: {}, card: 'data-kept-from-logs' });
    (async () => {
      await run(middleware)
      for (const cookie of [signedCookie(id, 'kept from logs'), signedCookie(id, 'wrong'), signedCookie('unknown-' + id, 'kept from logs'), 'connect.sid=' + id]) {
        const { req, res } = await run(middleware, { cookie, cookies: { 'connect.sid': id } })
        await new Promise((resolve) => req.session.save(resolve))
        await new Promise((resolve) => req.session.reload(resolve))
        res.sendCookies()
        req.session.more = 1
        await new Promise((resolve) => { res.end(); setTimeout(resolve, 5) })
        console.log('new id:', req.sessionID)
      }
      const odd = session({ secret: 'kept from logs', resave: false, saveUninitialized: true, genid: () => ({ toString: () => id }) })
      const { res } = await run(odd)
      res.end()
    })()
  `

  test('is printed with DEBUG=express-session', async () => {
    const { stderr } = await runScript(requests, { env: { DEBUG: 'express-session' } })
    assert.match(stderr, /express-session/)
  })

  test('is silent without', async () => {
    assert.equal((await runScript(requests)).stderr, '')
  })

  test('shows no id, secret, signature or data', oursOnly('prints session ids and cookies'), async () => {
    const { stdout, stderr, code } = await runScript(requests, { env: { DEBUG: '*' } })
    assert.equal(code, 0)
    assert.match(stderr, /express-session/)
    const newIds = [...stdout.matchAll(/new id: (.+)/g)].map(([, id]) => id)
    assert.equal(newIds.length, 4)
    for (const hidden of [...newIds, 'kept-from-logs', 'kept from logs', 's%3A', 's:']) {
      assert.equal(stderr.includes(hidden), false, hidden)
    }
    for (const id of newIds) assert.equal(stderr.includes(id.slice(0, 8)), false)
  })
})

test('R19 errors and deprecations show no id and no secret', async () => {
  const { stdout, code } = await runScript(`
    const secret = 'kept from logs', id = 'id-kept-from-logs'
    const tell = (error) => console.log(error.stack, JSON.stringify(error))
    process.on('deprecation', tell)
    process.on('uncaughtException', tell)
    process.on('unhandledRejection', tell)
    const keep = { secret, resave: false, saveUninitialized: true, genid: () => id }
    const tryWith = (options, request) => {
      try {
        const store = new session.MemoryStore()
        store.set(id, { cookie: {} })
        const middleware = session({ ...keep, store, ...options })
        const req = { url: '/', headers: {}, ...request }
        const res = new MockResponse()
        middleware(req, res, (error) => {
          if (error) return tell(error)
          res.writeHead(200)
          req.session?.destroy(() => {})
        })
      } catch (error) {
        tell(error)
      }
    }
    const value = decodeURIComponent(signedCookie(id, secret).split('=')[1])
    for (const cookie of [{ path: '/;' }, { domain: 'a b' }, { sameSite: 'x' }, { priority: 'x' }, { maxAge: '1' }]) tryWith({ cookie }, { url: '/;' })
    for (const name of ['a b', 'é']) tryWith({ name })
    tryWith({ secret: [{ key: secret }] })
    tryWith({ secret: [null, secret] }, { headers: { cookie: signedCookie(id, secret) } })
    tryWith({ genid: () => '\\ud800' + id })
    tryWith({}, { cookies: { 'connect.sid': value } })
    tryWith({}, { signedCookies: { 'connect.sid': id } })
    tryWith({ genid: id })
    tryWith({ unset: secret })
    const req = { headers: {}, url: '/' }
    session(keep)(req, {}, () => req.session.reload(tell))
  `)
  assert.equal(code, 0)
  assert.ok(stdout.split('Error: ').length > 10, stdout)
  assert.doesNotMatch(stdout, /kept[- ]from[- ]logs/)
})
