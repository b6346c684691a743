// Which store costs next to nothing, and still gives every request a session of its own?
'use strict'

/**
 * The bench's store, a subclass of the given module's own Store. It holds one session, as JSON. Every `get` gives an
 * object of its own, parsed from that JSON before the clock started (`fill`); `set` keeps what it is given for being
 * made JSON after the clock stopped (`settle`); so neither parsing nor serializing is part of what is timed. As with a
 * store on the network, callbacks come after the method has returned (`answer`).
 *
 * @param {Function} Store
 */
function benchStore (Store) {
  return class BenchStore extends Store {
    constructor (id, json) {
      super()
      this.id = id
      this.json = json
      this.fresh = []
      this.unsettled = []
      this.callback = undefined
      this.found = undefined
      this.calls = { get: 0, set: 0, touch: 0, destroy: 0 }
    }

    fill (count) {
      while (this.fresh.length < count) this.fresh.push(JSON.parse(this.json))
    }

    get (id, callback) {
      this.calls.get++
      this.found = id === this.id ? this.fresh.pop() : undefined
      this.callback = callback
    }

    set (id, session, callback) {
      this.calls.set++
      this.unsettled.push(session)
      this.callback = callback
    }

    touch (id, session, callback) {
      this.calls.touch++
      this.callback = callback
    }

    destroy (id, callback) {
      this.calls.destroy++
      this.callback = callback
    }

    /** Calls back what waits, also what that sets going. */
    answer () {
      while (this.callback !== undefined) {
        const { callback, found } = this
        this.callback = undefined
        this.found = undefined
        callback(null, found)
      }
    }

    /** What was set, as JSON. */
    settle () {
      return this.unsettled.splice(0).map((session) => JSON.stringify(session))
    }
  }
}

module.exports = { benchStore }
