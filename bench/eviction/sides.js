// Which stores does the bench of eviction compare?
'use strict'

/** Plain LRU: the order of a Map, where whoever is asked for becomes the last. */
class Lru {
  constructor (max) {
    this.max = max
    this.ids = new Map()
  }

  has (id) {
    if (!this.ids.delete(id)) return false
    this.ids.set(id, true)
    return true
  }

  make (id) {
    this.ids.set(id, true)
    if (this.ids.size > this.max) this.ids.delete(this.ids.keys().next().value)
  }
}

/** Whoever came first goes first, which is what some stores in memory do. */
class Fifo extends Lru {
  has (id) {
    return this.ids.has(id)
  }
}

/** A MemoryStore, asked by the methods that a middleware calls. */
class Stored {
  /** @param {any} store */
  constructor (store) {
    this.store = store
  }

  has (id) {
    const isThere = id in this.store.sessions
    this.store.get(id, () => {})
    return isThere
  }

  make (id) {
    this.store.set(id, { cookie: { expires: null }, id })
  }
}

module.exports = { Fifo, Lru, Stored }
