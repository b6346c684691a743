// What if a store keeps sessions for ever, and its `touch` leaves the record alone, as those of connect-redis and others do?
'use strict'

const session = require('../module-under-test')

// `Store` of either module: what a store inherits makes the sessions that it gives.
function patientStoreOf (Store) {
  return class PatientStore extends Store {
    constructor () {
      super()
      this.records = new Map()
      // What the cookies said that came with each `touch`: when the backend would forget.
      this.touches = []
      this.calls = []
      // Methods that fail.
      this.failing = new Set()
    }

    read (id) {
      const text = id === undefined ? [...this.records.values()].at(-1) : this.records.get(id)
      return text && JSON.parse(text)
    }

    answer (method, callback, value) {
      this.calls.push(method)
      const error = this.failing.has(method) ? new Error(`${method} failed`) : null
      setImmediate(() => callback?.(error, error ? undefined : value))
      return !error
    }

    get (id, callback) {
      this.answer('get', callback, this.read(id))
    }

    set (id, sess, callback) {
      if (this.answer('set', callback)) this.records.set(id, JSON.stringify(sess))
    }

    touch (id, sess, callback) {
      if (this.answer('touch', callback)) this.touches.push(sess.cookie.expires)
    }

    destroy (id, callback) {
      if (this.answer('destroy', callback)) this.records.delete(id)
    }

    // What has been called since this was last asked.
    called () {
      return this.calls.splice(0)
    }
  }
}

module.exports = patientStoreOf(session.Store)
module.exports.patientStoreOf = patientStoreOf
