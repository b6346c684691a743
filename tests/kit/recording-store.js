// Which calls does a middleware make on its store, and in which order?
'use strict'

/**
 * @param {any} MemoryStore of the module whose middleware uses it
 * @param {(method: string, id: string) => string} [note] what is written down of a call
 * @returns {any} a class of stores in memory with a list of their `calls`
 */
function recording (MemoryStore, note = (method) => method) {
  class RecordingStore extends MemoryStore {
    constructor () {
      super()
      /** @type {string[]} */
      this.calls = []
    }
  }
  for (const method of ['get', 'set', 'touch', 'destroy']) {
    RecordingStore.prototype[method] = function (id, ...rest) {
      this.calls.push(note(method, id))
      return MemoryStore.prototype[method].call(this, id, ...rest)
    }
  }
  return RecordingStore
}

module.exports = { recording }
