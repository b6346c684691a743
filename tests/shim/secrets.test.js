// Which secrets sign and verify, of which types, and how are they exchanged while the app runs?
'use strict'

const { describe, test } = require('node:test')
const assert = require('node:assert/strict')
const { createSecretKey } = require('node:crypto')
const { isReference, session, sessions, serve, oursOnly } = require('./app')
const { runScript } = require('./child')
const { run, MockResponse } = require('./mock')
const RecordingStore = require('./recording-store')
const { signedCookie, idIn } = require('./signed-cookie')

// Leaving the secret out is what some of these tests are about.
process.on('deprecation', () => {})

const logIn = (req, res) => {
  req.session.user = 'alice'
  res.end('ok')
}

async function accepts (middleware, secret) {
  const { req } = await run(middleware, { cookie: signedCookie('seeded', secret) })
  return req.sessionID === 'seeded'
}

function seededSessions (options) {
  const store = new RecordingStore()
  store.seed()
  return sessions({ store, ...options })
}

describe('types', () => {
  const bytes = Buffer.from('a secret of bytes \u00ff\u0000')
  const secrets = [
    ['text', 'keyboard cat'],
    ['text outside ASCII', 'clé ☃ 😀'],
    ['text with a lone surrogate', 'a\ud800b'],
    ['text of one letter', 'x'],
    ['text longer than a block of SHA-256', 'x'.repeat(1000)],
    ['a Buffer', bytes],
    ['a Uint8Array that starts inside its memory', new Uint8Array(bytes.buffer, bytes.byteOffset + 2, 7)],
    ['a Uint16Array', new Uint16Array([1, 2, 65535])],
    ['a DataView', new DataView(new Uint8Array(bytes).buffer, 1, 8)],
    ['a KeyObject', createSecretKey(bytes)]
  ]

  for (const [what, secret] of secrets) {
    test(`R2 ${what} signs as crypto.createHmac does and verifies that`, async (t) => {
      const app = await serve(t, { secret }, logIn)
      const { cookie } = await app.get()
      assert.equal(cookie, signedCookie(idIn(cookie), secret))
      assert.equal(await accepts(seededSessions({ secret }), secret), true)
      assert.equal(await accepts(seededSessions({ secret }), 'another'), false)
    })
  }

  for (const secret of [42, true, {}, () => {}, Symbol('secret')]) {
    test(`a ${typeof secret} never signs a cookie`, async () => {
      const res = new MockResponse()
      // Refused when the middleware is made, when it runs or when the cookie is due: all three are good.
      try {
        await run(sessions({ secret, saveUninitialized: true }), { res })
      } catch (error) {
        assert.ok(error instanceof Error)
      }
      assert.deepEqual(res.sendCookies(), [])
    })
  }
})

test('R19 a secret of a wrong type is not shown in the error', oursOnly('shows the value'), async (t) => {
  for (const secret of [424242, [424242], ['good', 424242], [{ toString: () => '424242' }]]) {
    const app = await serve(t, { secret }, logIn)
    await app.get('/', signedCookie('seeded'))
    assert.equal(app.errors.length, 1)
    assert.equal(app.errors[0].name, 'TypeError')
    assert.doesNotMatch(app.errors[0].stack, /424242/)
  }
})

describe('R6 an array', () => {
  test('signs with the first', async (t) => {
    const app = await serve(t, { secret: ['new', 'old'] }, logIn)
    const { cookie } = await app.get()
    assert.equal(cookie, signedCookie(idIn(cookie), 'new'))
  })

  test('verifies with every one, and with no other', async () => {
    const middleware = seededSessions({ secret: ['new', 'old', Buffer.from('oldest')] })
    for (const secret of ['new', 'old', 'oldest']) assert.equal(await accepts(middleware, secret), true, secret)
    for (const secret of ['ne', 'new,old', 'other', '']) assert.equal(await accepts(middleware, secret), false, secret)
  })

  test('a cookie signed with an old secret is signed with the new one when it is sent again', async (t) => {
    const store = new RecordingStore()
    store.seed()
    const app = await serve(t, { store, secret: ['new', 'old'], rolling: true })
    assert.equal((await app.get('/', signedCookie('seeded', 'old'))).cookie, signedCookie('seeded', 'new'))
  })

  test('tells an id that an older secret signed', { skip: isReference && 'it does not' }, () => {
    const { Keyring } = require('../../target/shim/core/keyring')
    const keyring = new Keyring('connect.sid')
    for (const id of ['seeded', 'é and spaces', 'x'.repeat(4000)]) {
      for (const [secrets, isStale] of [[['new', 'old'], true], [['old', 'new'], false]]) {
        assert.equal(keyring.readId(secrets, signedCookie(id, 'old')), id)
        assert.equal(keyring.isStale, isStale)
      }
    }
    keyring.readId(['new', 'old'], signedCookie('seeded', 'old'))
    keyring.readId(['new', 'old'], 'connect.sid=forged')
    assert.equal(keyring.isStale, false)
  })

  test('is live: a secret put in front signs at once, a removed one is refused at once', async () => {
    const secret = ['first']
    const middleware = seededSessions({ secret, saveUninitialized: true })
    const signsWith = async () => {
      const { req, res } = await run(middleware)
      const candidates = ['first', 'second', 'third']
      return candidates.find((candidate) => res.sendCookies()[0].startsWith(`${signedCookie(req.sessionID, candidate)};`))
    }
    assert.equal(await signsWith(), 'first')

    secret.unshift('second')
    assert.equal(await signsWith(), 'second')
    assert.equal(await accepts(middleware, 'first'), true)

    secret.pop()
    assert.equal(await accepts(middleware, 'first'), false)
    assert.equal(await accepts(middleware, 'second'), true)

    secret[0] = 'third'
    assert.equal(await signsWith(), 'third')
    assert.equal(await accepts(middleware, 'second'), false)
  })

  test('is live between the request and its response', async (t) => {
    const secret = ['first']
    const app = await serve(t, { secret }, (req, res) => {
      secret.unshift('second')
      logIn(req, res)
    })
    const { cookie } = await app.get()
    assert.equal(cookie, signedCookie(idIn(cookie), 'second'))
  })

  test('a Buffer changed in place counts as it is now', async () => {
    const secret = Buffer.from('first')
    const middleware = seededSessions({ secret })
    assert.equal(await accepts(middleware, 'first'), true)
    secret.write('other')
    assert.equal(await accepts(middleware, 'first'), false)
    assert.equal(await accepts(middleware, 'other'), true)
  })
})

describe('a secret of a wrong type behind others', () => {
  const countedKey = (bytes) => {
    const key = createSecretKey(Buffer.from(bytes))
    let exports = 0
    const original = key.export
    key.export = (...args) => {
      exports++
      return original.apply(key, args)
    }
    return { key, exports: () => exports }
  }

  for (const wrong of [42, NaN, {}, Symbol('secret')]) {
    test(`${String(wrong)} does not make the others be read again for each request`, async () => {
      const { key, exports } = countedKey('good')
      const middleware = seededSessions({ secret: [key, wrong] })
      for (let i = 0; i < 3; i++) assert.equal(await accepts(middleware, 'good'), true)
      assert.ok(exports() <= 1, `${exports()} times`)
    })
  }

  test('that is replaced by a good one counts at once', async () => {
    const secret = ['good', 42]
    const middleware = seededSessions({ secret })
    await assert.rejects(accepts(middleware, 'better'), TypeError)
    secret[1] = 'better'
    assert.equal(await accepts(middleware, 'better'), true)
    secret.length = 1
    assert.equal(await accepts(middleware, 'better'), false)
  })
})

test('a secret that is undefined is told in words of its own', oursOnly('tells to provide one'), async () => {
  const told = async (options) => {
    const { stderr } = await runScript(`session({ ${options}, resave: false, saveUninitialized: false })`)
    return /deprecated (.+) at \[eval\]/.exec(stderr)?.[1]
  }
  assert.equal(await told('secret: process.env.MISSING'), 'secret is undefined: is the environment variable set?')
  assert.equal(await told('name: "sid"'), 'req.secret; provide secret option')
  assert.equal(await told('secret: ""'), 'req.secret; provide secret option')
})

describe('req.secret, as cookie-parser leaves it', () => {
  const store = new RecordingStore()
  store.seed()
  const middleware = session({ store, resave: false, saveUninitialized: true })

  test('signs and verifies when no secret is given', async () => {
    const { req, res } = await run(middleware, { secret: 'from the parser' })
    assert.ok(res.sendCookies()[0].startsWith(signedCookie(req.sessionID, 'from the parser')))
    const returning = await run(middleware, { secret: 'from the parser', cookie: signedCookie('seeded', 'from the parser') })
    assert.equal(returning.req.sessionID, 'seeded')
  })

  test('is ignored when there is a secret of our own', async () => {
    const { req } = await run(seededSessions({ secret: 'ours' }), { secret: 'theirs', cookie: signedCookie('seeded', 'theirs') })
    assert.notEqual(req.sessionID, 'seeded')
  })

  for (const secret of [undefined, null, '', 0, false]) {
    test(`secret: ${JSON.stringify(secret)} without it is an error on each request`, async () => {
      const without = session({ secret, resave: false, saveUninitialized: false })
      for (let i = 0; i < 2; i++) {
        await assert.rejects(run(without), { name: 'Error', message: 'secret option required for sessions' })
      }
    })
  }
})
