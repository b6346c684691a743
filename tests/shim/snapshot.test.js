// Do two sessions have the same snapshot exactly when express-session would hash them to the same text?
'use strict'

const { describe, test } = require('node:test')
const assert = require('node:assert/strict')
const vm = require('node:vm')
const { matches, snapshot } = require('../../target/shim/exchange/snapshot')

/** What express-session 1.19.0 hashes. */
function hashedText (session) {
  return JSON.stringify(session, function (key, value) {
    return this === session && key === 'cookie' ? undefined : value
  })
}

class Point { constructor () { this.x = 1 } get length () { return 1 } }
class Money { toJSON (key) { return `${key} 5 EUR` } }
const inherited = Object.create({ inherited: 1 }, { own: { value: 1, enumerable: true }, hidden: { value: 2 } })
const sparse = [1]
sparse[2] = 3
const withNames = Object.assign([1], { name: 'x' })
const callable = Object.assign(() => {}, { toJSON: () => 'callable' })

// Values that JSON treats alike stand beside each other.
const VALUES = [
  undefined, () => {}, Symbol('s'), { toJSON: () => undefined },
  null, NaN, Infinity, -Infinity, new Number(NaN), { toJSON: () => null }, new Date(NaN),
  0, -0, new Number(0), vm.runInThisContext('new Number(0)'), vm.runInNewContext('new Number(0)'),
  1, 1.5, 1e21, '1', new String('1'), Object.assign(new String('1'), { extra: 1 }), { toJSON: () => 1 },
  true, false, new Boolean(false), new Boolean(true), 'true',
  '', ' ', 'a', 'ä', '\ud800', '\\ud800', '\u2028', '{}', '[]', 'cookie',
  {}, new Point(), { x: 1 }, { x: 1, y: undefined }, { x: 1, y: 2 }, { y: 2, x: 1 }, { 2: 'b', 1: 'a' }, { 1: 'a', 2: 'b' },
  Object.create(null), inherited, { own: 1 }, { [Symbol('s')]: 1 }, Object(Symbol('s')), new Map([[1, 2]]), /x/, new Error('x'),
  { toJSON: 'no function' }, { toJSON: {} }, { cookie: 1 }, { cookie: 2 }, { cookie: undefined },
  [], [undefined], [null], [() => {}], sparse, [1, null, 3], [1, undefined, 3], withNames, [1], [[1]], [[], 1], [[1, []]],
  { 0: 1 }, { 0: 1, length: 1 }, vm.runInNewContext('[1]'), vm.runInNewContext('({ x: 1 })'),
  new Proxy({ x: 1 }, {}), new Proxy([1], {}), new Uint8Array([1]), Buffer.from([1]), { type: 'Buffer', data: [1] },
  new Date(0), '1970-01-01T00:00:00.000Z', new Money(), ' 5 EUR', 'key 5 EUR', '0 5 EUR', callable, 'callable',
  { a: { b: { c: 1 } } }, { a: { b: {} }, c: 1 }, { a: { b: { c: 2 } } }, { a: {}, b: { c: 1 } }, { a: [], b: {} },
  JSON.parse('{"__proto__":1}'), JSON.parse('{"__proto__":{"x":1}}')
]

const SESSIONS = [
  ...VALUES.map((value) => ({ cookie: { path: '/' }, key: value })),
  ...VALUES.map((value) => ({ list: [value], cookie: null })),
  ...VALUES.filter((value) => typeof value === 'object' && value !== null)
].filter((session) => hashedText(session) !== undefined)

describe('a snapshot', () => {
  test(`tells ${SESSIONS.length} sessions apart, each from each, as their JSON does`, () => {
    const texts = SESSIONS.map(hashedText)
    const snapshots = SESSIONS.map(snapshot)
    let alike = 0
    for (let one = 0; one < SESSIONS.length; one++) {
      for (let other = 0; other < SESSIONS.length; other++) {
        const same = texts[one] === texts[other]
        assert.equal(matches(SESSIONS[other], snapshots[one]), same, `${texts[one]} and ${texts[other]}`)
        alike += same
      }
    }
    assert.ok(alike > SESSIONS.length * 2, 'the table compares different values that have the same JSON')
  })

  test('tells random sessions from changed copies as their JSON does', () => {
    const random = randomNumbers(7)
    let same = 0
    for (let round = 0; round < 20_000; round++) {
      const session = { cookie: {}, ...randomObject(random, 3) }
      const kept = snapshot(session)
      const text = hashedText(session)
      const copy = changed(random, { cookie: {}, ...JSON.parse(text) })
      const expected = hashedText(copy) === text
      assert.equal(matches(copy, kept), expected, `${text} and ${hashedText(copy)}`)
      same += expected
    }
    assert.ok(same > 2_000 && same < 18_000, `${same} of 20000 unchanged`)
  })

  test('leaves out the cookie of the session alone', () => {
    const kept = snapshot({ cookie: 1, a: { cookie: 1 } })
    assert.ok(matches({ cookie: 2, a: { cookie: 1 } }, kept))
    assert.ok(matches({ a: { cookie: 1 } }, kept))
    assert.ok(!matches({ cookie: 1, a: { cookie: 2 } }, kept))
  })

  test('throws what JSON.stringify throws', () => {
    const cycle = { a: {} }
    cycle.a.b = cycle
    const broken = { a: { toJSON () { throw new RangeError('broken') } } }
    for (const session of [{ a: 1n }, { a: [Object(1n)] }, cycle, { list: [cycle] }, broken, { toJSON () { return 1n } }]) {
      assert.equal(thrownBy(() => snapshot(session))?.constructor, thrownBy(() => hashedText(session)).constructor)
    }
    assert.throws(() => matches({ a: 1n }, snapshot({ a: 1 })), TypeError)
    assert.equal(thrownBy(() => snapshot({ a: 1n })).message, thrownBy(() => JSON.stringify({ a: 1n })).message)
  })

  test('takes data as deep as JSON.stringify takes it', () => {
    for (const depth of [98, 99, 100, 101, 1500, 2500]) {
      const kept = snapshot({ deep: nested(depth), cookie: 1 })
      assert.ok(matches({ deep: nested(depth), cookie: 2 }, kept), `${depth}`)
      assert.ok(!matches({ deep: nested(depth - 1) }, kept), `${depth}`)
      assert.ok(!matches({ deep: nested(depth + 1) }, kept), `${depth}`)
    }
  })

  test('converts data that is deep and wide once, not once for each of its values', () => {
    let conversions = 0
    const counted = { toJSON () { conversions += 1; return 1 } }
    const wide = Array.from({ length: 1000 }, () => ({}))
    matches({ deep: nested(300, [counted, wide]) }, snapshot({ deep: nested(300, [counted, wide]) }))
    assert.ok(conversions <= 4, `${conversions}`)
  })

  test('converts a value as often as it is looked at, with the key it stands under', () => {
    const keys = []
    const value = { toJSON (key) { keys.push(key); return 1 } }
    const kept = snapshot({ a: value, b: [value, { c: value }] })
    assert.deepEqual(keys, ['a', '0', 'c'])
    assert.ok(matches({ a: 1, b: [1, { c: 1 }] }, kept))
  })

  test('holds no name that an application gave all objects', () => {
    Object.prototype.everywhere = 1 // eslint-disable-line no-extend-native
    try {
      assert.deepEqual(snapshot({ a: { b: 1 } }).filter((token) => typeof token !== 'symbol'), ['a', 'b', 1])
    } finally {
      delete Object.prototype.everywhere
    }
  })

  test('uses the toJSON that an application gives BigInt', () => {
    BigInt.prototype.toJSON = function () { return String(this) } // eslint-disable-line no-extend-native
    try {
      assert.ok(matches({ a: '7' }, snapshot({ a: 7n })))
    } finally {
      delete BigInt.prototype.toJSON
    }
  })
})

function nested (depth, core = 1) {
  let value = core
  for (let level = 0; level < depth; level++) value = level % 2 ? [value] : { a: value }
  return value
}

function thrownBy (action) {
  try {
    action()
  } catch (error) {
    return error
  }
  return undefined
}

// mulberry32: the same sessions in every run
function randomNumbers (seed) {
  return (below) => {
    seed = (seed + 0x6d2b79f5) | 0
    let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below
  }
}

function randomObject (random, depth) {
  return Object.fromEntries(Array.from({ length: random(4) }, () => ['abcd'[random(4)], randomValue(random, depth)]))
}

function randomValue (random, depth) {
  const kind = random(depth === 0 ? 4 : 6)
  if (kind === 4) return randomObject(random, depth - 1)
  if (kind === 5) return Array.from({ length: random(4) }, () => randomValue(random, depth - 1))
  return VALUES[random(40)]
}

/** Changes one value somewhere, often to what it is already. */
function changed (random, value) {
  if (typeof value !== 'object' || value === null || Object.keys(value).length === 0) return random(2) ? value : random(3)
  const keys = Object.keys(value).filter((key) => key !== 'cookie')
  if (keys.length === 0) return { ...value, ...(random(2) ? {} : { a: 1 }) }
  const key = keys[random(keys.length)]
  const copy = Array.isArray(value) ? [...value] : { ...value }
  if (random(12) === 0) delete copy[key]
  else copy[key] = changed(random, value[key])
  return copy
}
