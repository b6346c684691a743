// In place of a bucket of the couchbase package, which has to be compiled with Couchbase's own library.
'use strict'

const Shelf = require('./shelf')

class Bucket {
  constructor (place) {
    this.shelf = new Shelf(place)
  }

  get (id, callback) {
    const value = this.shelf.get(id)
    setImmediate(() => value === undefined ? callback(missing()) : callback(null, { value }))
  }

  upsert (id, text, { expiry }, callback) {
    this.shelf.put(id, text, expiry)
    setImmediate(callback, null)
  }

  touch (id, expiry, callback) {
    setImmediate(callback, this.shelf.touch(id, expiry) ? null : missing())
  }

  remove (id, callback) {
    setImmediate(callback, this.shelf.remove(id) ? null : missing())
  }
}

function missing () {
  return Object.assign(new Error('The key does not exist on the server'), { code: 13 })
}

module.exports = { Bucket }
