// Which stores run on a backend of the application's choice?
'use strict'

module.exports = [
  {
    name: 'express-sessions',
    packages: { 'express-sessions': '1.0.6' },
    note: 'brings an Express 2 of its own, whose base class it extends',
    on: {
      redis ({ require, place }) {
        const ExpressSessions = require('express-sessions')
        return new ExpressSessions({ storage: 'redis', host: '127.0.0.1', port: place.port, collection: 'sessions', expire: 86400 })
      }
    }
  },
  {
    name: 'sessionstore',
    packages: { sessionstore: '1.3.8', redis: '2.8.0', memjs: '1.3.2', mongodb: '3.7.4', cradle: '0.7.1', tingodb: '0.6.1' },
    note: 'with Express 4, as it throws with Express 5',
    express: '4.22.3',
    on: {
      files: (tools) => connected(tools, { type: 'tingodb', dbPath: `${tools.place.folder}/` }),
      redis: (tools) => connected(tools, { type: 'redis', host: '127.0.0.1', port: tools.place.port }),
      memcached: (tools) => connected(tools, { type: 'memcached', host: '127.0.0.1', port: tools.place.port }),
      mongodb: (tools) => connected(tools, { type: 'mongodb', host: '127.0.0.1', port: tools.place.port, dbName: 'lab' }),
      couchdb: (tools) => connected(tools, { type: 'couchdb', host: 'http://127.0.0.1', port: tools.place.port })
    }
  }
]

function connected ({ require }, options) {
  return new Promise((resolve, reject) => {
    require('sessionstore').createSessionStore(options, (error, store) => error ? reject(error) : resolve(store))
  })
}
