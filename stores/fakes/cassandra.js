// In place of cassandra-driver's client: the five statements that cassandra-store sends.
'use strict'

const Shelf = require('./shelf')

class Client {
  constructor (place) {
    this.shelf = new Shelf(place)
  }

  on () {}

  connect (callback) {
    setImmediate(callback, null)
  }

  execute (query, ...rest) {
    const callback = rest.at(-1)
    const [id, text, expires] = Array.isArray(rest[0]) ? rest[0] : []
    setImmediate(callback, null, { rows: this.run(query, id, text, expires) })
  }

  eachRow (query, parameters, options, onRow, callback) {
    const rows = this.shelf.ids().map((id) => ({ session: JSON.parse(this.shelf.get(id)).text }))
    rows.forEach((row, index) => onRow(index, row))
    setImmediate(callback, null, { rows })
  }

  run (query, id, text, expires) {
    const ttl = Number(/USING TTL (\d+)/.exec(query)?.[1])
    switch (query.split(' ')[0]) {
      case 'INSERT': return this.shelf.put(id, JSON.stringify({ text, expires }), ttl)
      case 'DELETE': return this.shelf.remove(id)
      case 'TRUNCATE': return this.shelf.clear()
      default: return query.includes('count(*)') ? [{ count: { toNumber: () => this.shelf.ids().length } }] : this.rowOf(id)
    }
  }

  rowOf (id) {
    const kept = this.shelf.get(id)
    return kept === undefined ? [] : [{ session: JSON.parse(kept).text }]
  }
}

module.exports = { Client }
