// Which sessions does the contract keep in a store?
'use strict'

const { isDeepStrictEqual } = require('node:util')

const hour = 60 * 60 * 1000

// Nested, empty, beyond ASCII and beyond the basic plane, and what SQL, JSON and paths would have to escape.
const data = {
  views: 1,
  user: { name: 'Zoë Ångström', city: '東京 🦀', roles: ['admin', 'r&d'], address: { lines: [{ street: "O'Hara \"Way\" \\ 1" }] } },
  isAdult: true,
  ratio: 1.5,
  nothing: null,
  empty: ''
}

/** A session as the middleware makes it for a new visitor. */
function newSession (session, store, id, { maxAge = hour, views = 1 } = {}) {
  const req = { sessionID: id, sessionStore: store }
  req.session = new session.Session(req)
  req.session.cookie = new session.Cookie({ maxAge })
  Object.assign(req.session, structuredClone(data), { views })
  return req.session
}

/** Whether what a store gives back has all of the data; it may have added some of its own. */
function hasData (found, views = 1) {
  return Object.entries({ ...data, views }).every(([key, value]) => isDeepStrictEqual(plain(found?.[key]), value))
}

// Some stores give back objects of their database's classes.
function plain (value) {
  return value === undefined ? undefined : JSON.parse(JSON.stringify(value))
}

module.exports = { hasData, hour, newSession }
