// How is every call of a store held until somebody says whose is answered next?
'use strict'

const { AsyncLocalStorage } = require('node:async_hooks')

const currentRequest = new AsyncLocalStorage()

/**
 * What several stores share: the sessions, and the calls that wait. A call takes effect and is answered in one moment,
 * when it is released: what happens between the two is inside of one request, and no other can tell.
 */
class HeldCalls {
  constructor () {
    /** JSON by id. @type {Map<string, string>} */
    this.sessions = new Map()
    /** By the name of the request that waits. @type {Map<string, () => void>} */
    this.waiting = new Map()
    /** @type {string[]} */
    this.trace = []
  }

  /** Runs a part of a request: the calls that it makes are this request's. */
  during (name, part) {
    currentRequest.run(name, part)
  }

  /** The name of the request that this is a part of. */
  current () {
    return currentRequest.getStore()
  }

  hold (method, id, effect, callback) {
    const name = currentRequest.getStore()
    if (this.waiting.has(name)) throw new Error(`${name} calls ${method} while another of its calls waits`)
    this.waiting.set(name, () => {
      this.trace.push(`${name} ${method} ${id}`)
      callback(null, effect(this.sessions))
    })
  }

  release (name) {
    const answer = this.waiting.get(name)
    if (!answer) throw new Error(`${name} has no call that could be answered after: ${this.trace.join(', ')}`)
    this.waiting.delete(name)
    this.during(name, answer)
  }
}

/**
 * @param {Function} Store of the module whose middleware uses it
 * @param {HeldCalls} calls
 */
function heldStore (Store, calls) {
  return Object.assign(new Store(), {
    get (id, callback) {
      calls.hold('get', id, (sessions) => sessions.has(id) ? JSON.parse(sessions.get(id)) : null, callback)
    },

    set (id, session, callback) {
      // Now, as any store on a network: what the request does later is not saved.
      const json = JSON.stringify(session)
      calls.hold('set', id, (sessions) => { sessions.set(id, json) }, callback)
    },

    destroy (id, callback) {
      calls.hold('destroy', id, (sessions) => { sessions.delete(id) }, callback)
    },

    touch (id, session, callback) {
      const { cookie } = session
      calls.hold('touch', id, (sessions) => {
        if (sessions.has(id)) sessions.set(id, JSON.stringify({ ...JSON.parse(sessions.get(id)), cookie }))
      }, callback)
    }
  })
}

module.exports = { HeldCalls, heldStore }
