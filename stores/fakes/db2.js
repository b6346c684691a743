// In place of a connection of ibm_db, whose driver is downloaded when it is installed.
'use strict'

const Shelf = require('./shelf')

class Connection {
  constructor (place) {
    this.shelf = new Shelf(place)
    this.connected = true
  }

  query (sql, ...rest) {
    const callback = rest.at(-1)
    const parameters = Array.isArray(rest[0]) ? rest[0] : []
    setImmediate(callback, null, this.run(sql, parameters))
  }

  run (sql, parameters) {
    const [verb] = sql.split(' ')
    if (verb === 'INSERT') return this.put(...parameters)
    if (verb === 'UPDATE') return parameters.length === 3 ? this.put(parameters[2], parameters[0], parameters[1]) : this.touch(...parameters)
    if (verb === 'DELETE') return parameters.length === 1 ? this.shelf.remove(parameters[0]) : this.shelf.clear()
    if (sql.includes('COUNT(*)')) return [{ length: parameters.length === 1 ? this.rowsOf(parameters[0]).length : this.shelf.ids().length }]
    return this.rowsOf(parameters[0]).filter(({ expires }) => expires >= parameters[1])
  }

  put (id, expires, data) {
    this.shelf.put(id, JSON.stringify({ expires, data }))
  }

  touch (expires, id) {
    for (const { data } of this.rowsOf(id)) this.put(id, expires, data)
  }

  rowsOf (id) {
    const text = this.shelf.get(id)
    return text === undefined ? [] : [JSON.parse(text)]
  }
}

// connect-db2 loads this in place of the package, and uses the connection that it is given.
module.exports = { Connection }
