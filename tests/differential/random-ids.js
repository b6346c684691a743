'use strict'

// How do two runs with random session ids compare?
//
// Each id becomes its number by first appearance, each signature the number of the secret that made it.

const { sign } = require('./secrets')
const { revive } = require('./values')

const ID = /(?<![\w-])[\w-]{32}(?![\w-])/g
const SIGNED = /s(?:%3A|:)([\w-]{32})\.([^;",\s\\]+)/g

// Every secret that some scenario signs with besides its own: of the rotations, of req.secret and of cookie-parser.
const OTHERS = ['keyboard cat', 'other', 'fresh', 'pushed', 'replaced', Buffer.from('put in'), Buffer.alloc('put in'.length, 1)]

function rewriter (scenario) {
  const own = [revive(scenario.secret)].flat()
  const overwritten = own.filter(Buffer.isBuffer).map(secret => Buffer.alloc(secret.length, 1))
  const secrets = [...own, ...overwritten, ...OTHERS]
  const numbers = new Map()
  const number = id => {
    if (!numbers.has(id)) numbers.set(id, numbers.size + 1)
    return `<id ${numbers.get(id)}>`
  }
  return text => text.replace(SIGNED, (whole, id, signature) => {
    const signer = secrets.findIndex(secret => sign(id, secret) === `${id}.${decodeURIComponent(signature)}`)
    return signer === -1 ? whole : `<signed ${number(id)} with secret ${signer}>`
  }).replace(ID, number)
}

module.exports = { rewriter }
