// Where do alternatives with a store keep sessions in this bench?
'use strict'

/**
 * A store of JSON texts that answers at once; the same for all, with the methods each wants. `touch` does nothing: what
 * it would note is the time alone.
 *
 * @param {Function} [Base] what a store has to inherit from
 */
function heldStore (Base = Object) {
  return class HeldStore extends Base {
    constructor () {
      super()
      this.texts = new Map()
    }

    get (id, callback) {
      const text = this.texts.get(id)
      callback(null, text === undefined ? null : JSON.parse(text))
    }

    set (id, session, callback) {
      this.texts.set(id, JSON.stringify(session))
      callback(null)
    }

    touch (id, session, callback) {
      callback(null)
    }

    destroy (id, callback) {
      this.texts.delete(id)
      callback(null)
    }
  }
}

module.exports = { heldStore }
