'use strict'

// Which secret does a scenario sign with, and how does that change while it runs?

const { createHmac } = require('node:crypto')

// An application rotates secrets by changing its array; a Buffer can even change in place.
const rotations = {
  unshift: secrets => secrets.unshift('fresh'),
  push: secrets => secrets.push('pushed'),
  pop: secrets => secrets.pop(),
  replace: secrets => { secrets[0] = 'replaced' },
  reverse: secrets => secrets.reverse(),
  clear: secrets => { secrets.length = 0 },
  'put a number': secrets => { secrets[0] = 7 },
  'put a Buffer': secrets => { secrets[0] = Buffer.from('put in') },
  overwrite: secrets => { secrets.find(Buffer.isBuffer)?.fill(1) }
}

function rotate (secret, how) {
  if (Array.isArray(secret)) rotations[how]?.(secret)
  else if (how === 'overwrite') rotations.overwrite([secret])
}

// The client's own signature, so that it can present ids that no server gave it.
function sign (id, secret) {
  const key = Array.isArray(secret) ? secret[0] : secret
  try {
    return `${id}.${createHmac('sha256', key).update(id).digest('base64').replace(/=+$/, '')}`
  } catch {
    return `${id}.no-such-key`
  }
}

module.exports = { rotate, sign }
