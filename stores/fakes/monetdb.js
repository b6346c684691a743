// In place of a connection to MonetDB: the statements that connect-monetdb sends, answered with promises in Q's manner.
'use strict'

const Shelf = require('./shelf')

class QPromise extends Promise {
  fail (handler) {
    return this.catch(handler)
  }
}

class Connection {
  constructor (place) {
    this.shelf = new Shelf(place)
  }

  query (sql, parameters) {
    return QPromise.resolve(this.run(sql, parameters))
  }

  run (sql, parameters) {
    if (sql.startsWith('INSERT')) return this.shelf.put(parameters[0], JSON.stringify({ sess: parameters[1], expire: parameters[2] }))
    if (sql.startsWith('UPDATE')) {
      const { expire } = JSON.parse(this.shelf.get(parameters[1]))
      return this.shelf.put(parameters[1], JSON.stringify({ sess: parameters[0], expire }))
    }
    const text = this.shelf.get(parameters[0])
    return text === undefined ? { rows: 0, data: [] } : { rows: 1, data: [[JSON.parse(text).sess]] }
  }
}

module.exports = { Connection }
