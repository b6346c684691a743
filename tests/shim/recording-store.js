// Which calls does the middleware make on its store, and in which order?
'use strict'

const session = require('../module-under-test')
const { signedCookie } = require('./signed-cookie')

const SESSION_COOKIE = { originalMaxAge: null, expires: null, httpOnly: true, path: '/' }

class RecordingStore extends session.MemoryStore {
  constructor () {
    super()
    this.calls = []
  }

  // Stores a session without leaving a record; gives the cookie that a browser would send for it.
  seed (data = {}, id = 'seeded') {
    super.set(id, { cookie: SESSION_COOKIE, ...data })
    return signedCookie(id)
  }

  read (id = 'seeded') {
    return this.sessions[id] && JSON.parse(this.sessions[id])
  }

  get (id, callback) {
    this.calls.push('get')
    super.get(id, callback)
  }

  set (id, sess, callback) {
    this.calls.push('set')
    super.set(id, sess, callback)
  }

  touch (id, sess, callback) {
    this.calls.push('touch')
    super.touch(id, sess, callback)
  }

  destroy (id, callback) {
    this.calls.push('destroy')
    super.destroy(id, callback)
  }
}

module.exports = RecordingStore
