// In place of the client of Hazelcast, whose server is in no package registry.
'use strict'

const Shelf = require('./shelf')

class HazelcastMap {
  constructor (place) {
    this.shelf = new Shelf(place)
  }

  async get (id) {
    const text = this.shelf.get(id)
    return text === undefined ? null : JSON.parse(text)
  }

  async set (id, value, milliseconds) {
    this.shelf.put(id, JSON.stringify(value), milliseconds / 1000)
  }

  async containsKey (id) {
    return this.shelf.get(id) !== undefined
  }

  async remove (id) {
    this.shelf.remove(id)
  }

  async delete (id) {
    this.shelf.remove(id)
  }
}

class Client {
  constructor (place) {
    this.place = place
  }

  async getMap () {
    return new HazelcastMap(this.place)
  }
}

module.exports = { Client }
