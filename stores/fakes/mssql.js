// In place of the mssql package, in the form of its versions 2 and 11: SQL Server is in no package registry.
'use strict'

const { EventEmitter } = require('node:events')
const Shelf = require('./shelf')

class ConnectionPool extends EventEmitter {
  constructor (place) {
    super()
    this.shelf = new Shelf(place)
    this.connected = false
  }

  async connect () {
    this.connected = true
  }

  request () {
    return new Request(this)
  }
}

class Request {
  constructor ({ shelf }) {
    this.shelf = shelf
    this.values = {}
  }

  input (name, type, value) {
    this.values[name.toLowerCase()] = value
  }

  query (sql, callback) {
    const recordset = this.run(sql.trim().toLowerCase())
    if (callback) setImmediate(callback, null, recordset)
    return Promise.resolve({ recordset })
  }

  run (sql) {
    const { sid, sessionid = sid, session, sessiondata = session } = this.values
    if (sql.includes('insert into')) return this.shelf.put(sessionid, sessiondata)
    if (sql.startsWith('update')) return undefined
    if (sql.startsWith('truncate')) return this.shelf.clear()
    if (sql.startsWith('delete')) return sessionid === undefined ? this.clearAll(sql) : this.shelf.remove(sessionid)
    if (sql.includes('count(')) return [{ length: this.shelf.ids().length }]
    if (sessionid === undefined) return this.shelf.ids().map((id) => ({ sid: id, session: this.shelf.get(id) }))
    const text = this.shelf.get(sessionid)
    return text === undefined ? [] : [{ session: text }]
  }

  // Of the others only those that have expired were to go.
  clearAll (sql) {
    if (!sql.includes('where')) this.shelf.clear()
  }
}

module.exports = {
  ConnectionPool, Connection: ConnectionPool, Request, DateTime: 'DateTime', Int: 'Int', MAX: 'MAX', NVarChar: (length) => `NVarChar(${length})`
}
module.exports.default = module.exports
