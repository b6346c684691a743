// Which stores keep sessions in CouchDB?
'use strict'

module.exports = [
  {
    name: 'connect-cloudant-store',
    note: 'its destroy does not call back',
    packages: { 'connect-cloudant-store': '1.0.0' },
    variants: {
      merge: 'its destroy never answers, with express-session too: a save of that session waits ten seconds for its turn',
      lifetimes: 'its destroy never answers, with express-session too: who brings a session that is over waits, unless there is a `storeTimeout`'
    },
    on: {
      async couchdb ({ require, session, place }) {
        await put(`${place.url}/sessions`)
        const CloudantStore = require('connect-cloudant-store')(session)
        return new CloudantStore({ url: place.url })
      }
    }
  },
  {
    name: 'couchdb-expression',
    note: 'it gives an error for a session that is missing',
    packages: { 'couchdb-expression': '1.6.1' },
    on: {
      async couchdb ({ require, session, place }) {
        const { user: username, password } = place
        await put(`${place.url}/_config/admins/${username}`, JSON.stringify(password))
        const authorization = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`
        await put(`${place.url}/sessions`, undefined, { authorization })
        const Expression = require('couchdb-expression')(session)
        return new Expression({ username, password, hostname: '127.0.0.1', port: place.port, database: 'sessions' })
      }
    }
  }
]

// The second process finds all there; CouchDB says so with an error, which is no matter.
async function put (url, body, headers) {
  await fetch(url, { method: 'PUT', body, headers })
}
