// Which values does nobody think of?
'use strict'

const PIECES = [
  ...'aZ09-_.~*%=;, "\t\r\n\0', 's:', 's%3A', '%2', '%E2%82%AC', '%C0%80', '\u007f', '\u00a0', 'é', '€', '\ufeff', '🍪',
  '\ud800', '\udfff', '\ud800\ud800', 'connect.sid=', 'sid="', '__proto__', 'toString'
]

const NUMBERS = [
  0, -0, 1, -1, 1.5, -1.5, NaN, Infinity, -Infinity, 5e-324, 1e308, 8.64e15, -8.64e15, 8.64e15 + 1, 255, 65535, 65536,
  2 ** 30, 2 ** 31 - 1, 2 ** 31, 2 ** 32 - 1, 2 ** 32, 2 ** 32 + 1, 2 ** 53, -(2 ** 31), -(2 ** 31) - 1, -(2 ** 63)
]

const throwing = () => { throw new Error('thrown by a value') }
const revoked = Proxy.revocable({}, {})
revoked.revoke()

// Some look like a text or like bytes to code that only looks at `length`.
const ODD = [
  undefined, null, true, false, '', 10n, Symbol('a'), () => {}, class {}, {}, [], [1, 2], ['a', 'b'], [[]], new Map([['name', 'a']]),
  new Date(NaN), new Date(0), /a/, new Error('a'), Object.create(null), new Proxy({}, {}), new String('a'), new Number(1),
  { length: -1 }, { length: NaN }, { length: 2 ** 32 }, { length: 3, charCodeAt: () => 200, slice: () => 5 }, { valueOf: () => 7 },
  new Uint8Array(3), new Float64Array([NaN]), new BigInt64Array(2), new DataView(new ArrayBuffer(4)), new ArrayBuffer(8),
  new SharedArrayBuffer(8), Object.freeze({ name: 'a' }), { toJSON: throwing }
]

// Reading one of these runs code that throws.
const THROWING = [
  { toString: throwing, valueOf: throwing }, { get length () { return throwing() } }, { get name () { return throwing() } },
  new Proxy({}, { get: throwing, has: throwing, ownKeys: throwing }), new Proxy([], { get: throwing }), revoked.proxy
]

/** Values drawn from a die: the same seed, the same values. */
class Values {
  /** @param {import('../differential/dice')} dice */
  constructor (dice) {
    this.dice = dice
  }

  of (list) {
    return list[this.dice.below(list.length)]
  }

  text () {
    const length = this.dice.chance(0.002) ? 20000 : this.dice.below(this.dice.chance(0.05) ? 400 : 12)
    return Array.from({ length }, () => this.of(PIECES)).join('')
  }

  number () {
    return this.dice.chance(0.7) ? this.of(NUMBERS) : (this.dice.next() - 0.5) * 2 ** this.dice.below(80)
  }

  bytes () {
    const length = this.dice.below(this.dice.chance(0.02) ? 10000 : 140)
    return Uint8Array.from({ length }, () => this.dice.below(256))
  }

  odd () {
    return this.of(ODD)
  }

  throwing () {
    return this.of(THROWING)
  }

  any () {
    const kind = this.dice.below(10)
    if (kind < 3) return this.text()
    if (kind < 5) return this.number()
    if (kind < 6) return this.bytes()
    return this.odd()
  }

  /** An object with some of these names, and anything under them. */
  record (names, value = () => this.any()) {
    return Object.fromEntries(names.filter(() => this.dice.chance(0.5)).map((name) => [name, value()]))
  }

  anyOrThrowing () {
    return this.dice.chance(0.05) ? this.throwing() : this.any()
  }

  /** `text` with a few characters changed, left out or put in. */
  mutated (text) {
    const characters = [...text]
    for (let changes = this.dice.below(4); changes > 0; changes--) {
      const put = this.dice.chance(0.6) ? [this.of(PIECES)] : []
      characters.splice(this.dice.below(characters.length + 1), this.dice.below(3), ...put)
    }
    return characters.join('')
  }
}

module.exports = Values
