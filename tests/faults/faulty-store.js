// What does a store look like that is sound, except for one of its methods?
'use strict'

const session = require('../module-under-test')
const { STORE_TIMEOUT } = require('./faults')

/** Answers in a later turn, as stores do; `fault` takes the answers of `method` over, for as often as it is asked. */
class FaultyStore extends session.Store {
  /**
   * @param {string} method
   * @param {import('./faults').Fault} fault
   * @param {(action: () => void) => void} whenGone
   */
  constructor (method, fault, whenGone) {
    super()
    this.method = method
    this.fault = fault
    this.whenGone = whenGone
    this.sessions = new Map()
    /** How often the method that is faulty was asked. */
    this.asked = 0
    /** How many answers are still to come. */
    this.pending = 0
  }

  seed (id) {
    this.sessions.set(id, JSON.stringify({ cookie: { originalMaxAge: null, expires: null, path: '/' }, user: 'alice' }))
  }

  get (id, callback) {
    const text = this.sessions.get(id)
    return this.answer('get', callback, text && JSON.parse(text))
  }

  set (id, data, callback) {
    this.sessions.set(id, JSON.stringify(data))
    return this.answer('set', callback)
  }

  touch (id, data, callback) {
    return this.answer('touch', callback)
  }

  destroy (id, callback) {
    this.sessions.delete(id)
    return this.answer('destroy', callback)
  }

  answer (method, callback = () => {}, data = undefined) {
    if (method !== this.method) return setImmediate(callback, null, data)
    this.asked += 1
    return this.fault.answer({
      callback,
      data,
      error: new Error('the disk is on fire'),
      whenGone: (action) => this.whenGone(this.counted(action)),
      // Behind the immediate in which the wait ends, also where the machine is busy and both timers are due at once.
      tooLate: (action) => {
        const counted = this.counted(action)
        setTimeout(() => setImmediate(counted), STORE_TIMEOUT + 5)
      }
    })
  }

  counted (action) {
    this.pending += 1
    return () => {
      this.pending -= 1
      action()
    }
  }
}

module.exports = FaultyStore
