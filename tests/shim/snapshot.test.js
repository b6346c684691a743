// Do two sessions have the same snapshot exactly when express-session would hash them to the same text?
'use strict'

const { describe, test } = require('node:test')
const assert = require('node:assert/strict')
const { execFileSync } = require('node:child_process')
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

/** An object that holds a primitive, and whose prototype does not say so. */
const disguised = (object, prototype = Object.prototype) => Object.setPrototypeOf(object, prototype)

// Node.js 22 and later have it. The texts of the last row are not what JSON.stringify makes of any primitive.
const RAW = JSON.rawJSON
  ? [
      JSON.rawJSON('1'), JSON.rawJSON('"a"'), JSON.rawJSON('null'), JSON.rawJSON('true'), { toJSON: () => JSON.rawJSON('1') },
      JSON.rawJSON('1.0'), JSON.rawJSON('-0'), JSON.rawJSON('1e21'), JSON.rawJSON('1E21'), JSON.rawJSON('"\\u0061"')
    ]
  : []

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
  JSON.parse('{"__proto__":1}'), JSON.parse('{"__proto__":{"x":1}}'),
  disguised(new Number(1)), disguised(new Number(1), Array.prototype), disguised(new String('1')), disguised(new Boolean(false)),
  disguised(Object.assign(new Boolean(true), { x: 1 })), disguised(Object(Symbol('s'))), '[object String]',
  disguised([1]), disguised([1], null), { rawJSON: '1' }, Object.assign(Object.create(null), { rawJSON: '1' }), ...RAW,
  [{ x: 1 }, { x: 1 }], [{ x: 1 }, { x: 1, y: 2 }], [{ x: 1 }, { y: 1 }], [{ x: 1, y: 2 }, { x: 1 }], [{ x: 1 }, {}, { x: 1 }],
  [{ x: 1, y: 2 }, { y: 2, x: 1 }], [{ x: 1, y: 2 }, { x: 1, y: undefined }], [['x'], 1], [['x', 1]], ['x', 1], ['x', 2, 1]
]

/**
 * How long a list may get: as long as in use, so that nearly all have one; so short that none has one; and between the two,
 * where one of a pair has a list and the other has none.
 */
const LIMITS = [undefined, 0, 5]

const SESSIONS = [
  ...VALUES.map((value) => ({ cookie: { path: '/' }, key: value })),
  ...VALUES.map((value) => ({ list: [value], cookie: null })),
  ...VALUES.filter((value) => typeof value === 'object' && value !== null)
].filter((session) => hashedText(session) !== undefined)

describe('a snapshot', () => {
  for (const limit of LIMITS) {
    test(`tells ${SESSIONS.length} sessions apart, each from each, as their JSON does, ${named(limit)}`, () => {
      const texts = SESSIONS.map(hashedText)
      const snapshots = SESSIONS.map((session) => snapshot(session, limit))
      let alike = 0
      for (let one = 0; one < SESSIONS.length; one++) {
        for (let other = 0; other < SESSIONS.length; other++) {
          const same = texts[one] === texts[other]
          assert.equal(matches(SESSIONS[other], snapshots[one]), same, `${texts[one]} and ${texts[other]}`)
          alike += same
        }
      }
      assert.ok(alike > SESSIONS.length * 2, 'the table compares different values that have the same JSON')
      const lists = snapshots.filter(Array.isArray).length
      if (limit === undefined) assert.ok(lists >= SESSIONS.length - 15, `${lists}`)
      if (limit === 0) assert.equal(lists, 0)
      if (limit === 5) assert.ok(lists > 50 && lists < SESSIONS.length - 50, `${lists}`)
    })

    test(`tells random sessions from changed copies as their JSON does, ${named(limit)}`, () => {
      const random = randomNumbers(7)
      let same = 0
      for (let round = 0; round < 20_000; round++) {
        const session = { cookie: {}, ...randomObject(random, 3) }
        const kept = snapshot(session, limit)
        const text = hashedText(session)
        const copy = changed(random, { cookie: {}, ...JSON.parse(text) })
        const expected = hashedText(copy) === text
        assert.equal(matches(copy, kept), expected, `${text} and ${hashedText(copy)}`)
        same += expected
      }
      assert.ok(same > 2_000 && same < 18_000, `${same} of 20000 unchanged`)
    })
  }

  test('leaves out the cookie of the session alone', () => {
    for (const limit of LIMITS) {
      const kept = snapshot({ cookie: 1, a: { cookie: 1 } }, limit)
      assert.ok(matches({ cookie: 2, a: { cookie: 1 } }, kept))
      assert.ok(matches({ a: { cookie: 1 } }, kept))
      assert.ok(!matches({ cookie: 1, a: { cookie: 2 } }, kept))
    }
  })

  test('throws what JSON.stringify throws', () => {
    const cycle = { a: {} }
    cycle.a.b = cycle
    const broken = { a: { toJSON () { throw new RangeError('broken') } } }
    const silent = { a: disguised(new String('1'), null) }
    const sessions = [{ a: 1n }, { a: [Object(1n)] }, { a: disguised(Object(1n)) }, cycle, { list: [cycle] }, broken, silent, { toJSON () { return 1n } }]
    for (const session of sessions) {
      for (const limit of LIMITS) {
        assert.equal(thrownBy(() => snapshot(session, limit))?.constructor, thrownBy(() => hashedText(session)).constructor)
      }
    }
    for (const limit of LIMITS) assert.throws(() => snapshot({ toJSON () {} }, limit), TypeError)
    assert.throws(() => matches({ toJSON () {} }, snapshot({ a: 1 }, 0)), TypeError)
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
      assert.deepEqual(snapshot({ a: { b: 1 } }), [['a'], ['b'], 1])
      assert.ok(matches({ a: { b: 1 } }, snapshot({ a: { b: 1 } }, 0)))
    } finally {
      delete Object.prototype.everywhere
    }
  })

  test('uses the toJSON that an application gives BigInt', () => {
    BigInt.prototype.toJSON = function () { return String(this) } // eslint-disable-line no-extend-native
    try {
      for (const limit of LIMITS) assert.ok(matches({ a: '7' }, snapshot({ a: 7n }, limit)))
    } finally {
      delete BigInt.prototype.toJSON
    }
  })
})

describe('what other sessions held', () => {
  test('does not show in a snapshot, whatever their objects are called', () => {
    const random = randomNumbers(11)
    const names = Array.from({ length: 40 }, (_, index) => index % 8 ? `name ${index}` : 'long'.repeat(20) + index)
    const objects = () => Array.from({ length: random(6) }, () =>
      Object.fromEntries(Array.from({ length: random(8) ? random(4) : random(40) }, () => [names[random(names.length)], 1])))
    const sessions = Array.from({ length: 300 }, () => ({ list: objects(), inner: { list: objects() } }))
    const kept = sessions.map((session) => snapshot(session))
    for (const [index, session] of sessions.entries()) {
      snapshot(sessions[random(sessions.length)])
      assert.ok(matches(JSON.parse(JSON.stringify(session)), kept[index]), JSON.stringify(session))
      assert.deepEqual(snapshot(session), kept[index])
      const other = sessions[random(sessions.length)]
      assert.equal(matches(other, kept[index]), JSON.stringify(other) === JSON.stringify(session))
    }
  })

  test('leaves a snapshot as it is that toJSON of a value takes meanwhile', () => {
    const inner = { x: 1, y: { z: 1 } }
    const session = { a: { toJSON: () => (snapshot(inner), matches(inner, snapshot(inner)), { z: 1 }) }, x: 1, y: { w: 1 } }
    const kept = snapshot(session)
    assert.ok(matches(session, kept))
    assert.ok(matches({ a: { z: 1 }, x: 1, y: { w: 1 } }, kept))
    assert.deepEqual(kept, [['a', 'x', 'y'], ['z'], 1, 1, ['w'], 1])
  })
})

describe('one client', () => {
  // An index that a client chooses: `session.list[req.body.index] = 1`.
  test('gets the error of JSON.stringify for an index beyond all bounds, as an error and not as the end of the process', () => {
    const session = { list: [] }
    session.list[4294967290] = 1
    const expected = thrownBy(() => hashedText(session))
    assert.ok(expected instanceof RangeError)
    assert.deepEqual(thrownBy(() => snapshot(session)), expected)
    assert.ok(!matches(session, snapshot({ list: [1] })))
    assert.ok(!matches({ list: [1] }, snapshot({ list: Object.assign([], { 100_000: 1 }) })))
  })

  const hostile = {
    'an index of 100,000': () => ({ list: Object.assign([], { 100_000: 1 }) }),
    'arrays that share what they hold, 11 levels deep': () => ({ list: shared(11, (value) => [value, value, value]) }),
    'objects that share what they hold, 16 levels deep': () => ({ list: shared(16, (value) => ({ a: value, b: value })) }),
    'a cycle behind 50,000 rows': () => {
      const session = { rows: rows(50_000), back: {} }
      session.back.back = session.back
      return session
    },
    '20,000 rows': () => ({ rows: rows(20_000) }),
    '4,000 objects of as many kinds': () => ({ list: Array.from({ length: 4_000 }, (_, index) => ({ [`k${index}`]: 1, [`l${index}`]: 2 })) }),
    'objects whose kind is never the last': () => ({
      list: Array.from({ length: 4_000 }, (_, index) => Object.fromEntries(Array.from({ length: 2 + index % 30 }, (each, name) => [`name${name}`, 1])))
    })
  }

  for (const [name, make] of Object.entries(hostile)) {
    // A bound for what explodes; how fast it is, the bench says.
    test(`costs no multiple of what JSON.stringify alone costs, with ${name}`, () => {
      const session = make()
      const [ours, theirs] = fastest([() => thrownBy(() => snapshot(session)), () => thrownBy(() => hashedText(session))])
      assert.ok(ours < 6 * theirs + 20, `${ours} ms, JSON.stringify ${theirs} ms`)
      const error = thrownBy(() => hashedText(session))
      assert.equal(thrownBy(() => snapshot(session))?.constructor, error?.constructor)
      if (error === undefined) assert.ok(matches(session, snapshot(session)))
    })
  }

  test('does not fill memory with objects that are far larger as JSON', () => {
    // 270,000 arrays, whose lists would not fit; JSON.stringify makes 2 MB of them.
    execFileSync(process.execPath, ['--max-old-space-size=24', '-e', `
      const { matches, snapshot } = require(${JSON.stringify(require.resolve('../../target/shim/exchange/snapshot'))})
      let value = []
      for (let level = 0; level < 11; level++) value = [value, value, value]
      const kept = Array.from({ length: 8 }, () => snapshot({ value }))
      if (!kept.every((one) => matches({ value }, one))) throw new Error('differs')
    `], { stdio: ['ignore', 'ignore', 'pipe'] })
  })
})

describe('a request that waits', () => {
  const kinds = {
    'rows': { rows: rows(700) },
    'numbers': { list: Array.from({ length: 8_000 }, (_, index) => index) },
    'fractions': { list: Array.from({ length: 1_900 }, (_, index) => (index + 1) / 7) },
    'objects of three kinds': { list: rows(700).map(({ id, name }, index) => [{ id, name }, { name }, { name, kind: name }][index % 3]) },
    'objects by name': { byName: Object.fromEntries(rows(700).map((row) => [row.name, row])) },
    'texts': { list: Array.from({ length: 35 }, (_, index) => String(index).padEnd(1000, 'x')) },
    'three times as many rows': { rows: rows(2_100) }
  }

  for (const [name, session] of Object.entries(kinds)) {
    test(`holds little more than half as much for its snapshot as for its session at most: ${name}`, () => {
      const measure = () => JSON.parse(execFileSync(process.execPath, ['--expose-gc', '-e', `
        const { snapshot } = require(${JSON.stringify(require.resolve('../../target/shim/exchange/snapshot'))})
        const text = ${JSON.stringify(JSON.stringify(session))}
        const size = () => { gc(); gc(); return process.memoryUsage().heapUsed }
        const kept = Array.from({ length: 40 }, () => snapshot(JSON.parse(text)))
        kept.fill(undefined)
        const sessions = []
        const start = size()
        for (let count = 0; count < 40; count++) sessions.push(JSON.parse(text))
        const parsed = size()
        for (let count = 0; count < 40; count++) kept[count] = snapshot(sessions[count])
        const noted = size()
        console.log(JSON.stringify([parsed - start, noted - parsed]))
        module.exports = { kept, sessions }
      `], { encoding: 'utf8' }))
      // What else a process puts on its heap meanwhile only adds: the least of some tries is what a snapshot holds.
      const tries = Array.from({ length: 3 }, measure)
      const [parsed, noted] = tries.reduce((least, next) => next[1] / next[0] < least[1] / least[0] ? next : least)
      // With the request around it that is less than 1.5 times as much in all.
      assert.ok(noted < parsed * 0.6, `${Math.round(noted / 40)} bytes, session ${Math.round(parsed / 40)}`)
    })
  }
})

function named (limit) {
  return limit === undefined ? 'by lists' : `by lists of ${limit} tokens at most`
}

function rows (count) {
  return Array.from({ length: count }, (_, index) => ({ id: index, name: `row ${index}`, tags: ['a'] }))
}

function shared (levels, around) {
  let value = 1
  for (let level = 0; level < levels; level++) value = around(value)
  return value
}

/** The least milliseconds that each action took, in turns. */
function fastest (actions) {
  const times = actions.map(() => Infinity)
  for (let round = 0; round < 5; round++) {
    for (const [index, action] of actions.entries()) {
      const start = performance.now()
      action()
      times[index] = Math.min(times[index], performance.now() - start)
    }
  }
  return times
}

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
