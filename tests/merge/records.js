// What do a session and two changes of it look like, and in how many ways can a record be written?
'use strict'

const NAMES = ['a', 'b', 'c', 'user', 'cart', '1', '0', '__proto__', 'constructor', 'toString', '', 'é', '🍪', '\ud800', 'a"\\\n']
const LEAVES = [
  null, true, false, 0, -0, 1, -1, 1.5, 1e21, 1e-7, 5e-324, 1.7976931348623157e308, 2 ** 53, 0.1, 123456789012345680000,
  '', 'a', '1', 'é', 'e\u0301', '🍪', '\ud83c', '\udf6a', '\ud800\ud83c\udf6a', '\0\u001f\u2028', '"\\/\b\f\n\r\t', [], {}
]

/** Records drawn from a die: the same seed, the same records. */
class Records {
  /** @param {import('../differential/dice')} dice */
  constructor (dice) {
    this.dice = dice
  }

  of (list) {
    return list[this.dice.below(list.length)]
  }

  value (depth = 0) {
    if (depth === 3 || this.dice.chance(0.5)) {
      return this.dice.chance(0.8) ? this.of(LEAVES) : (this.dice.next() - 0.5) * 10 ** (this.dice.below(40) - 20)
    }
    const length = this.dice.below(4)
    if (this.dice.chance(0.5)) return Array.from({ length }, () => this.value(depth + 1))
    return Object.fromEntries(Array.from({ length }, () => [this.of(NAMES), this.value(depth + 1)]))
  }

  /** What was loaded, and what two requests made of it. */
  triple () {
    const length = this.dice.below(6)
    const base = new Map(Array.from({ length }, () => [this.of(NAMES), this.value()]))
    return [base, this.changed(base), this.changed(base)].map((data) => {
      const cookie = this.dice.chance(0.95) ? [['cookie', { path: this.of(['/', '/', '/a']), expires: this.of([1, 2]) }]] : []
      return Object.fromEntries(this.dice.shuffle([...cookie, ...data]))
    })
  }

  changed (base) {
    const data = new Map(base)
    for (let changes = this.dice.below(4); changes > 0; changes--) {
      const name = this.of([...data.keys(), this.of(NAMES)])
      if (this.dice.chance(0.3)) data.delete(name)
      else data.set(name, this.dice.chance(0.3) ? [data.get(name) ?? null] : this.value())
    }
    return data
  }

  /** A JSON text that JSON.parse reads as `value`, in one of many spellings. */
  spelled (value) {
    const { dice } = this
    const space = () => dice.chance(0.9) ? '' : this.of([' ', '\t', '\r\n', '  '])
    const inner = () => {
      if (typeof value === 'string') return this.text(value)
      if (typeof value === 'number') return this.number(value)
      if (value === null || typeof value === 'boolean') return String(value)
      if (Array.isArray(value)) return `[${space()}${value.map((element) => this.spelled(element)).join(',')}]`
      const members = dice.shuffle(Object.keys(value)).flatMap((name) => {
        const member = `${space()}${this.text(name)}${space()}:${this.spelled(value[name])}`
        // an earlier one of the same name does not count
        return dice.chance(0.05) ? [`${this.text(name)}:${this.spelled(this.value(2))}`, member] : [member]
      })
      return `{${space()}${members.join(',')}}`
    }
    return space() + inner() + space()
  }

  text (text) {
    const spelled = [...JSON.stringify(text).slice(1, -1).matchAll(/\\u....|\\.|[^]/gu)].map(([character]) => {
      if (character.startsWith('\\') || this.dice.chance(0.8)) return character
      return Array.from({ length: character.length }, (_, at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, '0')}`).join('')
    })
    return `"${spelled.join('')}"`
  }

  number (number) {
    if (this.dice.chance(0.7)) return JSON.stringify(number)
    const [, sign, whole, fraction = '', exponent = '0'] = /^(-?)(\d+)(?:\.(\d+))?(?:e(.+))?$/.exec(JSON.stringify(number))
    return this.of([
      `${sign}${whole}.${fraction}00E${exponent}`,
      `${sign}0.00${whole}${fraction}e+${Number(exponent) + whole.length + 2}`.replace('+-', '-'),
      ...(whole === '0' ? [`${sign}0.${fraction}0e${exponent}`] : [`${sign}${whole}${fraction}e${Number(exponent) - fraction.length}`])
    ])
  }

  /** `text` with a character of ASCII changed, left out or put in. */
  mutated (text) {
    const splitsPair = (at) => /[\ud800-\udbff]/.test(text[at - 1] ?? '')
    let at = this.dice.below(text.length + 1)
    if (splitsPair(at)) at++
    // one digit more in a long number may round to the same double, which the core takes for two numbers
    const isInLongNumber = text.slice(Math.max(at - 20, 0), at + 20).replace(/\D/g, '').length > 13
    const put = this.of([...'{}[]":,\\u-.eE+tfn \n\x01\x7f', '', ...(isInLongNumber ? [] : '01')])
    const isAscii = /[\0-\x7f]/.test(text[at] ?? '')
    return text.slice(0, at) + put + text.slice(at + (isAscii && this.dice.chance(0.7) ? 1 : 0))
  }
}

module.exports = { Records }
