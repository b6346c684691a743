// Does MemoryStore's touch leave the very text that parsing, assigning the cookie and stringifying would?
'use strict'

const { describe, test, before, after, mock } = require('node:test')
const assert = require('node:assert/strict')
const { session } = require('./app')
const Dice = require('../differential/dice')

const { Cookie, MemoryStore } = session
const FAR = '2100-01-01T00:00:00.000Z'

const later = () => new Date(FAR)
const asks = { toJSON (key) { return { key, expires: FAR } } }

// None of them has expired, so that all stay.
const cookies = {
  'a Cookie': () => new Cookie({ maxAge: 1e12 }),
  'a Cookie without an age': () => new Cookie(),
  'a Cookie with every attribute': () => new Cookie({
    expires: later(), domain: 'a.example', path: '/"}\\{,', secure: 'auto', sameSite: 'none', partitioned: true, priority: 'low'
  }),
  'plain data': () => ({ expires: later(), originalMaxAge: 1 }),
  'no data': () => ({}),
  'undefined fields': () => ({ path: undefined, expires: null, f () {} }),
  'a toJSON that asks for its key': () => asks,
  'a toJSON that gives nothing': () => ({ toJSON () {} }),
  'a toJSON that gives a text': () => ({ toJSON: () => '}"' }),
  'fields within fields': () => ({ a: { b: [{ c: ']}' }, []] }, expires: FAR }),
  'quotes, braces and escapes': () => ({ path: '"},"user":"mallory"', '}"': '\\', '\\': '\\"', '\u2028': '\ud800\n\0é🍪' }),
  'a name __proto__': () => JSON.parse('{"__proto__":{"expires":null},"path":"/"}'),
  'a name cookie': () => ({ cookie: { path: '/' } }),
  'a Date': () => later(),
  'an array': () => [1, { a: ']' }],
  'a text': () => 'j:{"a":1}',
  'a number': () => 5,
  null: () => null,
  undefined: () => undefined,
  'a function': () => () => {}
}

const datas = {
  nothing: () => ({}),
  'a user': () => ({ user: 'alice', views: 3, last: null }),
  'quotes, braces and escapes': () => ({ '"': '}"cookie":{}', '\\': ['{', '\\"', { '}': ']' }], '\ud800': '\udfff\u2028' }),
  'a name __proto__': () => JSON.parse('{"__proto__":{"cookie":1},"constructor":null}'),
  'numbers for names, which come before the cookie': () => ({ 1: 'a', 0: 'b' }),
  'numbers of every kind': () => ({ list: [-0, 1e21, 1e-7, 0.1 + 0.2, NaN, 2 ** 53, -1e308] }),
  'dates and undefined': () => ({ at: later(), gone: undefined, f () {}, list: [undefined, () => {}] }),
  'a toJSON of its own': () => ({ toJSON () { return { cookie: { path: '}' }, made: 'by toJSON' } } }),
  'a toJSON without a cookie': () => ({ toJSON () { return { user: 'alice' } } }),
  'many rows': () => ({ rows: Array.from({ length: 20 }, (_, id) => ({ id, name: 'a "row" of {many}', tags: ['a', 'b'] })) })
}

/** How a session comes to its cookie; the second puts its data first. */
const orders = {
  'the cookie first': (cookie, data) => Object.assign({ cookie }, data),
  'the data first': (cookie, data) => Object.assign(data, { cookie })
}

/** The rule. */
function touched (text, { cookie }) {
  const stored = JSON.parse(text)
  stored.cookie = cookie
  return JSON.stringify(stored)
}

function check (store, cookie, what) {
  const text = store.sessions.a
  const expected = touched(text, { cookie: cookie() })
  store.touch('a', { cookie: cookie(), user: 'mallory' })
  assert.equal(store.sessions.a, expected, what)
}

describe("MemoryStore's touch leaves what the slow way would", () => {
  // Two cookies that are made in different milliseconds differ.
  before(() => mock.method(Date, 'now', () => 1.7e12))
  after(() => mock.restoreAll())

  for (const [order, put] of Object.entries(orders)) {
    for (const [dataName, data] of Object.entries(datas)) {
      test(`in a session with ${dataName}, ${order}, for any cookie before and after`, () => {
        for (const [first, one] of Object.entries(cookies)) {
          for (const [second, other] of Object.entries(cookies)) {
            const store = new MemoryStore()
            store.set('a', put(one(), data()))
            // The third finds what the first two left.
            for (const cookie of [other, one, other]) check(store, cookie, `${first}, then ${second}`)
          }
        }
      })
    }
  }

  test('in random sessions, also where somebody else puts a text there in between', () => {
    const dice = new Dice(7)
    const one = (table) => Object.values(table)[dice.below(Object.keys(table).length)]
    for (let round = 0; round < 500; round++) {
      const store = new MemoryStore()
      store.set('a', one(orders)(one(cookies)(), Object.assign(one(datas)(), { random: randomValue(dice, 4) })))
      for (let step = 0; step < 6; step++) {
        if (dice.chance(0.2)) store.set('a', one(orders)(one(cookies)(), one(datas)()))
        if (dice.chance(0.2)) store.sessions.a = ` ${JSON.stringify(JSON.parse(store.sessions.a), null, dice.below(3))}`
        if (dice.chance(0.1)) store.sessions.a = '{"cookie":{"a":1},"1":2,"b":1.0,"cookie":{"c":"\\u0041"},"b":3}'
        if (dice.chance(0.3)) store.get('a', () => {})
        check(store, one(cookies), `round ${round}, step ${step}`)
      }
    }
  })

  test('asks the cookie for its JSON once, and leaves everything as it was where that throws', () => {
    const store = new MemoryStore()
    store.set('a', { cookie: {}, user: 'alice' })
    let asked = 0
    store.touch('a', { cookie: { toJSON () { asked++ } } })
    assert.equal(asked, 1)
    assert.equal(store.sessions.a, '{"user":"alice"}')

    store.set('a', { cookie: {}, user: 'alice' })
    assert.throws(() => store.touch('a', { cookie: { toJSON () { throw new Error('no') } } }), /^Error: no$/)
    assert.equal(store.sessions.a, '{"cookie":{},"user":"alice"}')
  })

  test('also of a text that is of two million escapes', () => {
    const store = new MemoryStore()
    store.set('a', { cookie: { path: '"'.repeat(2e6) }, user: 'alice' })
    check(store, () => ({ path: '/' }))
  })
})

function randomValue (dice, depth) {
  const kind = dice.below(depth > 0 ? 8 : 5)
  if (kind === 0) return [null, true, false, 0, -1.5, 1e300][dice.below(6)]
  if (kind < 5) return Array.from({ length: dice.below(6) }, () => '{}[]",:\\\n\ud800é🍪cookie 1'[dice.below(20)]).join('')
  const length = dice.below(4)
  if (kind === 5) return Array.from({ length }, () => randomValue(dice, depth - 1))
  return Object.fromEntries(Array.from({ length }, () => [randomValue(dice, 0), randomValue(dice, depth - 1)]))
}
