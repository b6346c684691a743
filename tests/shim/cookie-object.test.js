// What does a `Cookie` hold, and how does it show itself to stores and handlers?
'use strict'

const { describe, test } = require('node:test')
const assert = require('node:assert/strict')
const { oursOnly, session, sessions } = require('./app')
const { run } = require('./mock')

const { Cookie } = session
const KEYS = ['originalMaxAge', 'partitioned', 'priority', 'expires', 'secure', 'httpOnly', 'domain', 'path', 'sameSite']

// Two readings of the clock may differ.
function assertNear (actual, expected) {
  assert.ok(Math.abs(actual - expected) < 1000, `${actual} is not near ${expected}`)
}

describe('new Cookie', () => {
  test('without options is a session cookie for every path', () => {
    assert.equal(JSON.stringify(new Cookie()), '{"originalMaxAge":null,"expires":null,"httpOnly":true,"path":"/"}')
  })

  test('takes every option as an own property', () => {
    const options = { domain: 'example.com', path: '/a', httpOnly: false, secure: true, sameSite: 'lax', priority: 'low', partitioned: true, extra: 1 }
    const cookie = new Cookie(options)
    for (const [key, value] of Object.entries(options)) assert.equal(cookie[key], value)
  })

  for (const options of ['text', 42, true, () => {}, Symbol('s')]) {
    test(`of a ${typeof options} is a TypeError`, () => {
      assert.throws(() => new Cookie(options), { name: 'TypeError', message: 'argument options must be a object' })
    })
  }

  for (const options of [undefined, null, '', 0, false]) {
    test(`of ${JSON.stringify(options)} is one without options`, () => {
      assert.equal(JSON.stringify(new Cookie(options)), JSON.stringify(new Cookie()))
    })
  }

  test('ignores an option called data, which is computed', () => {
    assert.deepEqual(Object.keys(new Cookie({ data: { path: '/x' } }).data), KEYS)
  })

  test('takes inherited options too', () => {
    assert.equal(new Cookie(Object.create({ path: '/inherited' })).path, '/inherited')
  })

  test('keeps an originalMaxAge that differs from maxAge', () => {
    const cookie = new Cookie({ maxAge: 1000, originalMaxAge: 60000 })
    assert.equal(cookie.originalMaxAge, 60000)
    assertNear(cookie.maxAge, 1000)
  })

  for (const originalMaxAge of [null, undefined]) {
    test(`computes an originalMaxAge that is given as ${originalMaxAge}`, () => {
      assertNear(new Cookie({ maxAge: 60000, originalMaxAge }).originalMaxAge, 60000)
    })
  }

  test('of maxAge and expires the later in order counts', () => {
    const expires = new Date(Date.now() + 5000)
    assert.equal(new Cookie({ maxAge: 1000, expires }).expires, expires)
    assertNear(new Cookie({ expires, maxAge: 1000 }).maxAge, 1000)
  })
})

describe('maxAge and expires', () => {
  test('maxAge sets expires and originalMaxAge', () => {
    const cookie = new Cookie()
    cookie.maxAge = 60000
    assertNear(cookie.expires.getTime(), Date.now() + 60000)
    assertNear(cookie.originalMaxAge, 60000)
  })

  test('expires sets maxAge and originalMaxAge', () => {
    const cookie = new Cookie()
    cookie.expires = new Date(Date.now() + 60000)
    assertNear(cookie.maxAge, 60000)
    assertNear(cookie.originalMaxAge, 60000)
  })

  test('a Date for maxAge, though deprecated, is the expiry', () => {
    process.once('deprecation', () => {})
    const date = new Date(Date.now() + 60000)
    assert.equal(new Cookie({ maxAge: date }).expires, date)
  })

  test('maxAge runs down while originalMaxAge stays', async () => {
    const cookie = new Cookie({ maxAge: 60000 })
    const { originalMaxAge, maxAge } = cookie
    await new Promise((resolve) => setTimeout(resolve, 20))
    assert.ok(cookie.maxAge <= maxAge - 15)
    assert.equal(cookie.originalMaxAge, originalMaxAge)
  })

  test('maxAge is negative once the time has passed', () => {
    assertNear(new Cookie({ expires: new Date(Date.now() - 5000) }).maxAge, -5000)
  })

  for (const nothing of [null, undefined, false, 0]) {
    test(`expires: ${nothing} is given back by both`, () => {
      const cookie = new Cookie({ maxAge: 60000 })
      cookie.expires = nothing
      assert.deepEqual([cookie.expires, cookie.maxAge, cookie.originalMaxAge], [nothing, nothing, nothing])
    })
  }

  for (const maxAge of ['60000', {}, true, [1], () => {}]) {
    test(`maxAge of ${typeof maxAge} ${String(maxAge)} is a TypeError`, () => {
      assert.throws(() => { new Cookie().maxAge = maxAge }, { name: 'TypeError', message: 'maxAge must be a number or Date' })
    })
  }
})

describe('as data', () => {
  test('data and toJSON() have nine keys in one order, undefined ones too', () => {
    const cookie = new Cookie()
    assert.deepEqual(Object.keys(cookie.data), KEYS)
    assert.deepEqual(Object.keys(cookie.toJSON()), KEYS)
    assert.deepEqual(cookie.toJSON(), {
      originalMaxAge: null, partitioned: undefined, priority: undefined, expires: null, secure: undefined,
      httpOnly: true, domain: undefined, path: '/', sameSite: undefined
    })
  })

  test('data is a new plain object each time', () => {
    const cookie = new Cookie()
    assert.notEqual(cookie.data, cookie.data)
    assert.equal(Object.getPrototypeOf(cookie.data), Object.prototype)
  })

  test('own keys are path, _expires, originalMaxAge, httpOnly and the options given', () => {
    assert.deepEqual(Object.keys(new Cookie()), ['path', '_expires', 'originalMaxAge', 'httpOnly'])
    assert.deepEqual(Object.keys(new Cookie({ maxAge: 1, sameSite: 'lax' })), ['path', '_expires', 'originalMaxAge', 'httpOnly', 'sameSite'])
  })

  test('for..in sees the accessors and methods of the prototype', () => {
    const seen = []
    for (const key in new Cookie()) seen.push(key)
    assert.deepEqual(seen, ['path', '_expires', 'originalMaxAge', 'httpOnly', 'expires', 'maxAge', 'data', 'serialize', 'toJSON'])
  })

  test('its constructor is Object, and it is a Cookie', () => {
    assert.equal(new Cookie().constructor, Object)
    assert.ok(new Cookie() instanceof Cookie)
  })

  test('the cookie of a new session is one of these', async () => {
    const { req } = await run(sessions({ cookie: { sameSite: 'lax' } }))
    assert.ok(req.session.cookie instanceof Cookie)
    assert.deepEqual(Object.keys(req.session.cookie), ['path', '_expires', 'originalMaxAge', 'httpOnly', 'sameSite'])
  })
})

describe('serialize', () => {
  test('encodes the value and adds the attributes', () => {
    const cookie = new Cookie({ path: '/a', sameSite: true, secure: true, expires: new Date(0) })
    assert.equal(
      cookie.serialize('name', 'é; b=c'),
      'name=%C3%A9%3B%20b%3Dc; Path=/a; Expires=Thu, 01 Jan 1970 00:00:00 GMT; HttpOnly; Secure; SameSite=Strict'
    )
  })

  const refused = [
    ['a name with a space', 'a b', {}, 'argument name is invalid'],
    ['an empty name', '', {}, 'argument name is invalid'],
    ['a bad domain', 'a', { domain: 'a b' }, 'option domain is invalid'],
    ['a bad path', 'a', { path: '/;' }, 'option path is invalid'],
    ['a date that is text', 'a', { _expires: 'tomorrow' }, 'option expires is invalid'],
    ['a bad priority', 'a', { priority: 'urgent' }, 'option priority is invalid'],
    ['a bad sameSite', 'a', { sameSite: 'maybe' }, 'option sameSite is invalid']
  ]
  for (const [what, name, properties, message] of refused) {
    test(`refuses ${what} with a TypeError`, () => {
      const cookie = Object.assign(new Cookie(), properties)
      assert.throws(() => cookie.serialize(name, 'value'), { name: 'TypeError', message })
    })
  }
})

describe('a cookie that an application builds itself', () => {
  class ShortDate extends Date { toUTCString () { return 'soon' } }

  test('writes its date as any other', oursOnly('asks the Date for its text'), () => {
    assert.match(new session.Cookie({ expires: new ShortDate(0) }).serialize('a', 'b'), /Expires=Thu, 01 Jan 1970 00:00:00 GMT/)
  })

  test('is encoded as any other', oursOnly('calls encode'), () => {
    const cookie = new session.Cookie()
    Object.defineProperty(cookie, 'data', { value: { encode: () => 'mine', maxAge: 60 } })
    assert.equal(cookie.serialize('a', 'b c'), 'a=b%20c; Max-Age=60')
  })

  test('refuses a value that is a symbol or not well-formed', () => {
    assert.throws(() => new session.Cookie().serialize('a', Symbol('b')), TypeError)
    assert.throws(() => new session.Cookie().serialize('a', '\ud800'), URIError)
  })
})
