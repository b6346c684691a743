// In place of the aerospike package, whose native part is downloaded when it is installed.
'use strict'

const { EventEmitter } = require('node:events')
const Shelf = require('./shelf')

const notFound = 2

class Client extends EventEmitter {
  constructor (place) {
    super()
    this.shelf = new Shelf(place)
  }

  get (key, callback) {
    const text = this.shelf.get(key.key)
    setImmediate(() => text === undefined
      ? callback(Object.assign(new Error('Record does not exist'), { code: notFound }))
      : callback(null, { bins: JSON.parse(text) }))
  }

  put (key, bins, { ttl }, callback) {
    this.shelf.put(key.key, JSON.stringify(bins), ttl)
    setImmediate(callback, null)
  }

  operate (key, [{ ttl }], callback) {
    this.shelf.touch(key.key, ttl)
    setImmediate(callback, null)
  }

  remove (key, callback) {
    const error = this.shelf.remove(key.key) ? null : Object.assign(new Error('Record does not exist'), { code: notFound })
    setImmediate(callback, error)
  }

  truncate (namespace, set, callback) {
    this.shelf.clear()
    setImmediate(callback, null)
  }
}

class Key {
  constructor (namespace, set, key) {
    this.key = key
  }
}

module.exports = {
  Client,
  Key,
  operations: { touch: (ttl) => ({ ttl }) },
  status: { AEROSPIKE_ERR_RECORD_NOT_FOUND: notFound }
}
