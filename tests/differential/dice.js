'use strict'

// How does one seed become the same scenario every time?

module.exports = class Dice {
  // `onPick(table, label)` is told of every choice, so that a run can say what it never tried.
  constructor (seed, onPick = () => {}) {
    this.state = seed >>> 0
    this.onPick = onPick
  }

  // mulberry32: 32 bits of state are plenty for scenarios, and any integer is a good seed
  next () {
    this.state = (this.state + 0x6d2b79f5) >>> 0
    let bits = this.state
    bits = Math.imul(bits ^ (bits >>> 15), bits | 1)
    bits ^= bits + Math.imul(bits ^ (bits >>> 7), bits | 61)
    return ((bits ^ (bits >>> 14)) >>> 0) / 0x100000000
  }

  below (limit) {
    return Math.floor(this.next() * limit)
  }

  chance (probability) {
    return this.next() < probability
  }

  pick (table) {
    let left = this.next() * table.total
    for (const row of table.rows) {
      left -= row.weight
      if (left < 0) {
        this.onPick(table.name, row.label)
        return row.value
      }
    }
    return table.rows[0].value
  }

  shuffle (list) {
    const shuffled = [...list]
    for (let last = shuffled.length - 1; last > 0; last--) {
      const other = this.below(last + 1)
      ;[shuffled[last], shuffled[other]] = [shuffled[other], shuffled[last]]
    }
    return shuffled
  }
}
