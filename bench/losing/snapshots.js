// Which ways to tell whether a session changed lost?
'use strict'

const crypto = require('node:crypto')
const { isDeepStrictEqual } = require('node:util')
const { internal, sides } = require('../measure/sides')
const { browserCookie, largeSession, smallSession } = require('../measure/visitors')

const { matches, snapshot } = internal('exchange/snapshot')
const { session: ours } = sides.find(({ name }) => name === 'ours')

// Two ways lost that are the chosen one written otherwise, and are not kept. One walk that asks at every token whether to
// note or to compare it: 1.1 to 1.5 times the time. A list that repeats the keys of every object: the same time at 1 kB, 1.4
// times at 100 kB, and twice the tokens: a request that waits with 12 or 35 kB held 1.7 or 2.3 times what it holds with
// express-session, where it holds 1.3 or 1.4 times now.
const why = {
  'JSON of a copy by spreading': 'makes two texts only to compare them; with V8 14 it wins from 1 kB on, but a waiting ' +
    'request would hold the text: 1.5 times what it holds with express-session, and more where the text is not Latin-1',
  'SHA-256 of that JSON': 'holds the least; what is too large for a list goes this way',
  'JSON with a replacer': 'takes JSON.stringify off its fast path: a call for every property at every depth',
  'JSON, the cookie silent': 'no copy to make, but a Cookie that hides from JSON is seen by applications',
  'JSON, the cookie undefined meanwhile': 'no copy to make, but a toJSON in the data sees a session without its cookie',
  'JSON of a copy by Object.assign': 'also copies what it then deletes, and delete makes the copy slow to read',
  'JSON of a copy by a loop': 'more to read than spreading, for the same',
  'a deep copy by structuredClone': 'loses toJSON, and copies through a serializer'
}

function sessionOf (data) {
  const record = JSON.parse(JSON.stringify({ cookie: browserCookie, ...data }))
  return new ours.Store().createSession({ sessionID: 'an id', sessionStore: {} }, record)
}

function copyByLoop (session) {
  const copy = {}
  for (const key of Object.keys(session)) if (key !== 'cookie') copy[key] = session[key]
  return copy
}

function copyBySpreading (session) {
  const { cookie, ...data } = session
  return data
}

function copyByAssign (session) {
  const copy = Object.assign({}, session)
  delete copy.cookie
  return copy
}

function withReplacer (session) {
  return JSON.stringify(session, function (key, value) {
    return this === session && key === 'cookie' ? undefined : value
  })
}

function withoutCookieMeanwhile (session) {
  const { cookie } = session
  session.cookie = undefined
  try {
    return JSON.stringify(session)
  } finally {
    session.cookie = cookie
  }
}

function sha256 (text) {
  return crypto.createHash('sha256').update(text).digest('base64')
}

function ways (data) {
  const session = sessionOf(data)
  const silent = sessionOf(data)
  Object.defineProperty(silent.cookie, 'toJSON', { value: () => undefined })
  // Each is done twice: when the session is loaded, and when its response ends.
  const twice = (text, of = session) => () => {
    const before = text(of)
    return text(of) === before
  }
  const plain = copyBySpreading(session)

  return {
    'a list of keys and values (chosen)': () => {
      const before = snapshot(session)
      return matches(session, before)
    },
    'JSON of a copy by spreading': twice((of) => JSON.stringify(copyBySpreading(of))),
    'SHA-256 of that JSON': twice((of) => sha256(JSON.stringify(copyBySpreading(of)))),
    'JSON with a replacer': twice(withReplacer),
    'JSON, the cookie silent': twice((of) => JSON.stringify(of), silent),
    'JSON, the cookie undefined meanwhile': twice(withoutCookieMeanwhile),
    'JSON of a copy by Object.assign': twice((of) => JSON.stringify(copyByAssign(of))),
    'JSON of a copy by a loop': twice((of) => JSON.stringify(copyByLoop(of))),
    'a deep copy by structuredClone': () => isDeepStrictEqual(structuredClone(plain), plain)
  }
}

module.exports = [['0.1 kB', smallSession], ['12 kB', largeSession]].map(([size, data]) => ({
  question: `How is it best told at the end of a request whether a session of ${size} has changed?`,
  why,
  ways: () => ways(data)
}))
