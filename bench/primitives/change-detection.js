// Note what a session holds, and tell later whether it changed.
'use strict'

const crypto = require('node:crypto')
const { createSHA1 } = require('hash-wasm')
const { internal, sides } = require('../measure/sides')
const { browserCookie, largeSession, smallSession } = require('../measure/visitors')

const { matches, snapshot } = internal('exchange/snapshot')

/** Data of about so many bytes as JSON. */
const sizes = {
  '0.1 kB': { user: smallSession.user, views: 17 },
  '1 kB': withCart(8),
  '10 kB': withCart(88),
  '100 kB': withCart(890)
}

function withCart (articles) {
  const { user, cart, views } = largeSession
  return { user, cart: Array.from({ length: articles }, (_, index) => cart[index % cart.length]), views }
}

// What express-session 1.19.0 hashes; its function is private.
function json (session) {
  return JSON.stringify(session, function (key, value) {
    return this === session && key === 'cookie' ? undefined : value
  })
}

/** A session as a request has it, made by the given module. */
function sessionOf ({ session }, data) {
  const record = JSON.parse(JSON.stringify({ cookie: browserCookie, ...data }))
  return new session.Store().createSession({ sessionID: 'an id', sessionStore: {} }, record)
}

module.exports = Object.entries(sizes).map(([size, data]) => ({
  name: `change detection, ${size}`,
  question: `What does it cost to note what a session of ${size} holds, and to tell at the end whether it changed?`,
  goal: 0.30,
  notes: [`${(JSON.stringify(data).length / 1000).toFixed(2)} kB of JSON without its cookie; noted once, compared once, unmodified.`],
  async prepare () {
    const [theirs, ours] = sides.map((side) => sessionOf(side, data))
    const sha1 = await createSHA1()
    const hash = (session) => crypto.createHash('sha1').update(json(session), 'utf8').digest('hex')
    const hashWasm = (session) => sha1.init().update(json(session)).digest('hex')
    return {
      'JSON with a replacer, SHA-1 of node:crypto': () => {
        const before = hash(theirs)
        return hash(theirs) === before
      },
      ours: () => {
        const before = snapshot(ours)
        return matches(ours, before)
      },
      'JSON with a replacer, SHA-1 of hash-wasm': () => {
        const before = hashWasm(theirs)
        return hashWasm(theirs) === before
      }
    }
  }
}))
