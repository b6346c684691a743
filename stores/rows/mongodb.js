// Which stores keep sessions in MongoDB?
'use strict'

const { once } = require('node:events')

module.exports = [
  {
    name: 'connect-mongo',
    packages: { 'connect-mongo': '6.0.0', mongodb: '6.22.0' },
    on: {
      mongodb: ({ require, place }) => require('connect-mongo').default.create({ mongoUrl: place.url })
    }
  },
  {
    name: 'connect-mongodb-session',
    packages: { 'connect-mongodb-session': '5.0.0' },
    on: {
      async mongodb ({ require, session, place }) {
        const MongoDBStore = require('connect-mongodb-session')(session)
        const store = new MongoDBStore({ uri: place.url, collection: 'mySessions' })
        await once(store, 'connected')
        return store
      }
    }
  }
]
