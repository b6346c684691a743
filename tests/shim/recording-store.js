// Which calls does the middleware make on its store, and in which order?
'use strict'

const { recording } = require('../kit/recording-store')
const session = require('../module-under-test')
const { signedCookie } = require('./signed-cookie')

const SESSION_COOKIE = { originalMaxAge: null, expires: null, httpOnly: true, path: '/' }

class RecordingStore extends recording(session.MemoryStore) {
  // Stores a session without leaving a record; gives the cookie that a browser would send for it.
  seed (data = {}, id = 'seeded') {
    session.MemoryStore.prototype.set.call(this, id, { cookie: SESSION_COOKIE, ...data })
    return signedCookie(id)
  }

  read (id = 'seeded') {
    return this.sessions[id] && JSON.parse(this.sessions[id])
  }
}

module.exports = RecordingStore
