// Are our signatures those of cookie-signature 1.0.7, byte for byte, and does each side accept what the other signed?
'use strict'

const assert = require('node:assert/strict')
const path = require('node:path')
const { test } = require('node:test')
const { attributesOf } = require('../../target/shim/core/attributes')
const { NoId } = require('../../target/shim/core/calls')
const { Keyring } = require('../../target/shim/core/keyring')
const { RandomInputs } = require('./random-inputs')

// The one that express-session uses; other packages have other versions.
const reference = (name) => require.resolve(name, { paths: [path.dirname(require.resolve('express-session'))] })
const signature = require(reference('cookie-signature'))
const { version } = require(reference('cookie-signature/package.json'))

const pairs = 100_000
const name = 'connect.sid'
const noAttributes = attributesOf({})

test(`R2 ${pairs} random ids are signed with random secrets as by cookie-signature, and verified both ways`, (t) => {
  assert.equal(version, '1.0.7')
  const inputs = new RandomInputs(20260101)
  const keyring = new Keyring(name)
  const met = {}
  let other = inputs.secret().secret

  for (let count = 0; count < pairs; count++) {
    const id = inputs.id()
    const { type, secret } = inputs.secret()
    const signed = signature.sign(id, secret)
    const header = `${name}=${encodeURIComponent(`s:${signed}`)}`

    const ours = keyring.serialize([secret], id, noAttributes)
    if (ours !== header) assert.fail(`${type}: ${ours} for ${header}`)
    if (signature.unsign(valueOf(ours), secret) !== id) assert.fail(`${type}: ${ours} is refused by cookie-signature`)
    if (keyring.readId([secret], header) !== id) assert.fail(`${type}: ${header} is refused`)

    if (signature.unsign(signed, other) === false) {
      if (keyring.readId([other], header) !== NoId.Forged) assert.fail(`${type}: ${header} is accepted with another secret`)
      if (keyring.readId([other, secret], header) !== id) assert.fail(`${type}: ${header} is refused with two secrets`)
    }
    const changed = inputs.changed(signed)
    if ((keyring.unsign([secret], changed) ?? false) !== signature.unsign(changed, secret)) assert.fail(`${type}: ${changed}`)

    met[type] = (met[type] ?? 0) + 1
    other = secret
  }
  t.diagnostic(Object.entries(met).map(([type, count]) => `${count} ${type}`).join(', '))
  for (const type of Object.keys(inputs.secretTypes)) assert.ok(met[type] > pairs / 10, type)
})

/** What the session cookie in a Set-Cookie text holds, without its `s:`. */
function valueOf (setCookie) {
  return decodeURIComponent(setCookie.slice(name.length + 1)).slice(2)
}
