// Which Cookie headers carry a signature of which one byte is wrong, the first or the last?
'use strict'

const crypto = require('node:crypto')
const { cookieHeader, secret } = require('../measure/visitors')

const signatureLength = 43
const [letterA, letterB] = Buffer.from('AB')

/** A header of one id, in which any byte of the signature can be made wrong. */
class SpoiltHeader {
  constructor () {
    const { header, signature } = validHeader()
    this.signature = signature
    this.start = header.indexOf(signature)
    this.bytes = Buffer.from(header, 'latin1')
  }

  /**
   * A new text each time: where in memory it lies must not go with where it is wrong.
   *
   * @param {'first' | 'last'} place
   */
  wrongAt (place) {
    const at = this.start + (place === 'first' ? 0 : signatureLength - 1)
    const right = this.bytes[at]
    this.bytes[at] = right === letterA ? letterB : letterA
    const text = this.bytes.toString('latin1')
    this.bytes[at] = right
    return text
  }
}

/** One whose signature needs no percent-encoding, so that every byte of it has its place. */
function validHeader () {
  for (;;) {
    const id = crypto.randomBytes(24).toString('base64url')
    const signature = crypto.createHmac('sha256', secret).update(id).digest('base64').slice(0, signatureLength)
    if (/[+/]/.test(signature)) continue
    return { header: cookieHeader(`s:${id}.${signature}`), signature }
  }
}

module.exports = { SpoiltHeader }
