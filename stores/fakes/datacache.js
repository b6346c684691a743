// In place of datacache-client, whose service is no more.
'use strict'

const Shelf = require('./shelf')

class DataCacheClient {
  constructor (place) {
    this.shelf = new Shelf(place)
  }

  async get (id) {
    const text = this.shelf.get(id)
    if (text === undefined) throw Object.assign(new Error('Not Found'), { statusCode: 404 })
    return { body: JSON.parse(text) }
  }

  async put (id, value, ttl) {
    this.shelf.put(id, JSON.stringify(value), ttl)
  }

  async destroy (id) {
    this.shelf.remove(id)
  }
}

module.exports = DataCacheClient
