// How does the demo keep its sessions?
'use strict'

// Browsers share cookies between the ports of a host, so the name tells whose it is.
const COOKIE_NAME = 'demo.sid'

/**
 * The cookie and what is stored are the same for both modules: a session goes on where the other one left it.
 *
 * @param {object} settings
 * @param {import('./modules').Module} settings.module
 * @param {string[]} settings.secrets the newest first; both modules look at the array whenever they sign or verify
 * @param {Record<string, string>} settings.memory
 * @param {import('./logbook')} settings.logbook
 * @returns the session middleware
 */
function sessions ({ module: { session }, secrets, memory, logbook }) {
  return session({
    name: COOKIE_NAME,
    secret: secrets,
    store: watchedStore(session, memory, logbook),
    resave: false,
    saveUninitialized: false,
    // Each response starts the half hour anew.
    rolling: true,
    cookie: { maxAge: 30 * 60 * 1000, httpOnly: true, sameSite: 'lax', secure: 'auto' }
  })
}

/** The module's store for development, telling a logbook what it is asked. A real site has a store that outlives the process. */
function watchedStore (session, memory, logbook) {
  class WatchedStore extends session.MemoryStore {
    get (id, callback) {
      super.get(id, (error, data) => {
        logbook.note(data ? 'found' : 'missed', id)
        callback(error, data)
      })
    }

    set (id, data, callback) {
      logbook.note('saved', id)
      super.set(id, data, callback)
    }

    touch (id, data, callback) {
      logbook.note('touched', id)
      super.touch(id, data, callback)
    }

    destroy (id, callback) {
      logbook.note('destroyed', id)
      super.destroy(id, callback)
    }
  }
  const store = new WatchedStore()
  store.sessions = memory
  return store
}

module.exports = { COOKIE_NAME, sessions }
