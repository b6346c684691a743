// In place of oracledb, which has to be compiled with Oracle's own library.
'use strict'

const Shelf = require('./shelf')

class Connection {
  constructor (place) {
    this.shelf = new Shelf(place)
  }

  execute (sql, ...rest) {
    const callback = rest.at(-1)
    const parameters = rest.length > 1 ? rest[0] : {}
    setImmediate(callback, null, { rows: this.run(sql, parameters) })
  }

  run (sql, { sessionid, expires, attributes }) {
    if (sql.startsWith('MERGE')) return this.shelf.put(sessionid, JSON.stringify({ expires, data: attributes }))
    if (sql.startsWith('UPDATE')) return this.touch(sessionid, expires)
    if (sql.startsWith('DELETE')) return sql.includes('WHERE') ? this.shelf.remove(sessionid) : this.shelf.clear()
    if (sql.includes('COUNT(*)')) return [[this.shelf.ids().length]]
    const text = sql.startsWith('SELECT') ? this.shelf.get(sessionid) : undefined
    return text === undefined ? [] : [JSON.parse(text)]
  }

  touch (id, expires) {
    const text = this.shelf.get(id)
    if (text !== undefined) this.shelf.put(id, JSON.stringify({ ...JSON.parse(text), expires }))
  }
}

module.exports = { ARRAY: 1, STRING: 2, Connection }
