// How does the demo keep its sessions?
'use strict'

const session = require('../../pkg') // in a project of your own: require('express-session-wasm')

// Browsers share cookies between the ports of a host, so the name tells whose it is.
const COOKIE_NAME = 'demo.sid'

/**
 * @param {{ secret: string, logbook: import('./logbook') }} settings
 * @returns the session middleware
 */
function sessions ({ secret, logbook }) {
  return session({
    name: COOKIE_NAME,
    secret,
    store: new WatchedStore(logbook),
    resave: false,
    saveUninitialized: false,
    // Each response starts the half hour anew.
    rolling: true,
    cookie: { maxAge: 30 * 60 * 1000, httpOnly: true, sameSite: 'lax', secure: 'auto' }
  })
}

/** The store for development, telling a logbook what it is asked. A real site has a store that outlives the process. */
class WatchedStore extends session.MemoryStore {
  /** @param {import('./logbook')} logbook */
  constructor (logbook) {
    super()
    this.logbook = logbook
  }

  get (id, callback) {
    super.get(id, (error, data) => {
      this.logbook.note(data ? 'found' : 'missed', id)
      callback(error, data)
    })
  }

  set (id, data, callback) {
    this.logbook.note('saved', id)
    super.set(id, data, callback)
  }

  touch (id, data, callback) {
    this.logbook.note('touched', id)
    super.touch(id, data, callback)
  }

  destroy (id, callback) {
    this.logbook.note('destroyed', id)
    super.destroy(id, callback)
  }
}

module.exports = { COOKIE_NAME, sessions }
