// Sign an id and write the Set-Cookie header that carries it.
'use strict'

const { dependencyOfReference, internal } = require('../measure/sides')
const { id, secret } = require('../measure/visitors')

const cookie = dependencyOfReference('cookie')
const signature = dependencyOfReference('cookie-signature')
const { attributesOf } = internal('core/attributes')
const { Keyring } = internal('core/keyring')

module.exports = {
  name: 'sign',
  question: 'What does it cost to sign an id and to write the Set-Cookie header?',
  async prepare () {
    const keyring = new Keyring('connect.sid')
    const secrets = [secret]
    const data = { path: '/', httpOnly: true, secure: true, sameSite: 'lax', expires: new Date(Date.UTC(2031, 5, 7)) }
    return {
      'cookie-signature 1.0.7 + cookie 0.7.2': () => cookie.serialize('connect.sid', 's:' + signature.sign(id, secret), data),
      ours: () => keyring.serialize(secrets, id, attributesOf(data))
    }
  }
}
