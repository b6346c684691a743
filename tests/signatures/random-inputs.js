// Which ids and secrets may an application come up with?
'use strict'

const { createSecretKey } = require('node:crypto')
const Dice = require('../differential/dice')

const urlSafe = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
const lastCodePoint = 0x10ffff

/** Random ids and secrets of every type that `crypto.createHmac` takes, the same ones for the same seed. */
class RandomInputs {
  /** @param {number} seed */
  constructor (seed) {
    this.dice = new Dice(seed)
    this.secretTypes = {
      'ASCII text': () => this.ascii(this.dice.below(100)),
      'any text': () => this.text(this.dice.below(60)),
      'text with lone surrogates': () => String.fromCharCode(...this.list(1 + this.dice.below(20), 0x10000)),
      Buffer: () => this.bytes(this.dice.below(200)),
      'Uint8Array inside its memory': () => new Uint8Array(this.bytes(80).buffer).subarray(7, 7 + this.dice.below(70)),
      Uint16Array: () => Uint16Array.from(this.list(this.dice.below(50), 0x10000)),
      DataView: () => new DataView(Uint8Array.from(this.bytes(64)).buffer, 3, 1 + this.dice.below(60)),
      KeyObject: () => createSecretKey(this.bytes(this.dice.below(100)))
    }
  }

  /** As `genid` gives it: mostly what the module itself would, but any text at all. */
  id () {
    switch (this.dice.below(4)) {
      case 0: return this.ascii(1 + this.dice.below(60))
      case 1: return this.text(1 + this.dice.below(40)).toWellFormed()
      default: return this.list(32, urlSafe.length).map((index) => urlSafe[index]).join('')
    }
  }

  secret () {
    const types = Object.keys(this.secretTypes)
    const type = types[this.dice.below(types.length)]
    return { type, secret: this.secretTypes[type]() }
  }

  /** A signed value with one letter changed, left out or added. */
  changed (signed) {
    const at = this.dice.below(signed.length + 1)
    return signed.slice(0, at) + this.ascii(this.dice.below(2)) + signed.slice(at + this.dice.below(2))
  }

  ascii (length) {
    return String.fromCharCode(...this.list(length, 128))
  }

  text (length) {
    return String.fromCodePoint(...this.list(length, this.dice.chance(0.5) ? 0x800 : lastCodePoint + 1))
  }

  bytes (length) {
    return Buffer.from(this.list(length, 256))
  }

  list (length, limit) {
    return Array.from({ length }, () => this.dice.below(limit))
  }
}

module.exports = { RandomInputs }
