// Find the session cookie in a header of five, and verify its signature.
'use strict'

const crypto = require('node:crypto')
const { createHMAC, createSHA256 } = require('hash-wasm')
const { dependencyOfReference, internal } = require('../measure/sides')
const { cookieHeader, secret, signedId } = require('../measure/visitors')

const cookie = dependencyOfReference('cookie')
const signature = dependencyOfReference('cookie-signature')
const { Keyring } = internal('core/keyring')

const header = cookieHeader(signedId())

module.exports = {
  name: 'verify',
  question: 'What does it cost to find the session cookie among five and to verify it?',
  goal: 0.30,
  notes: ['node:crypto and hash-wasm verify only: the signed value has been found and decoded for them.'],
  async prepare () {
    const keyring = new Keyring('connect.sid')
    const secrets = [secret]
    const signed = signedId().slice(2)
    const id = signed.slice(0, signed.lastIndexOf('.'))
    const mac = Buffer.from(signed.slice(id.length + 1))
    const hmac = await createHMAC(createSHA256(), secret)
    const equals = (actual) => actual.length === mac.length && crypto.timingSafeEqual(actual, mac) && id
    return {
      'cookie 0.7.2 + cookie-signature 1.0.7': () => signature.unsign(cookie.parse(header)['connect.sid'].slice(2), secret),
      ours: () => keyring.readId(secrets, header),
      'node:crypto HMAC': () =>
        equals(Buffer.from(crypto.createHmac('sha256', secret).update(id).digest('base64').replace('=', ''))),
      'hash-wasm HMAC': () =>
        equals(Buffer.from(Buffer.from(hmac.init().update(id).digest('binary')).toString('base64').replace('=', '')))
    }
  }
}
