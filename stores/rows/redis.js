// Which stores keep sessions in Redis?
'use strict'

module.exports = [
  {
    name: 'connect-redis',
    packages: { 'connect-redis': '10.0.0', redis: '5.10.0' },
    on: {
      async redis ({ require, place }) {
        const client = require('redis').createClient({ socket: { host: '127.0.0.1', port: place.port } })
        await client.connect()
        const { RedisStore } = require('connect-redis')
        return new RedisStore({ client, prefix: 'myapp:' })
      }
    }
  }
]
