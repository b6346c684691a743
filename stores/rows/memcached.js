// Which stores keep sessions in memcached?
'use strict'

module.exports = [
  {
    name: 'connect-memcached',
    packages: { 'connect-memcached': '3.0.0' },
    on: {
      memcached: ({ require, session, place }) => new (require('connect-memcached')(session))({ hosts: [`127.0.0.1:${place.port}`] })
    }
  },
  {
    name: 'connect-memjs',
    packages: { 'connect-memjs': '0.2.1', memjs: '1.3.2' },
    on: {
      memcached: ({ require, session, place }) => new (require('connect-memjs')(session))({ servers: [`127.0.0.1:${place.port}`] })
    }
  }
]
