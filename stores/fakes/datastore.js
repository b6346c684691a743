// In place of Google's Datastore, whose emulator is no package of a registry.
'use strict'

const Shelf = require('./shelf')

class Datastore {
  constructor (place) {
    this.shelf = new Shelf(place)
  }

  key ([, id]) {
    return id
  }

  get (id, callback) {
    const text = this.shelf.get(id)
    setImmediate(callback, null, text && JSON.parse(text))
  }

  save ({ key, data }, callback) {
    this.shelf.put(key, JSON.stringify(Object.fromEntries(data.map(({ name, value }) => [name, value]))))
    setImmediate(callback, null)
  }

  delete (id, callback) {
    this.shelf.remove(id)
    setImmediate(callback, null)
  }
}

module.exports = { Datastore }
