// Which stores keep sessions with a cloud's database, of which an emulator stands here?
'use strict'

const { setTimeout: sleep } = require('node:timers/promises')

module.exports = [
  {
    name: 'connect-dynamodb',
    packages: { 'connect-dynamodb': '3.0.5', '@aws-sdk/client-dynamodb': '3.940.0' },
    on: {
      async dynamodb ({ require, session, place }) {
        const { DynamoDBClient } = require('@aws-sdk/client-dynamodb')
        const DynamoDBStore = require('connect-dynamodb')({ session })
        const store = new DynamoDBStore({ table: 'myapp-sessions', client: new DynamoDBClient({ endpoint: place.endpoint }) })
        await store.initialize()
        return store
      }
    }
  },
  {
    name: 'dynamodb-store',
    packages: { 'dynamodb-store': '1.2.0' },
    on: {
      async dynamodb ({ require, place }) {
        const DynamoDBStore = require('dynamodb-store')
        const options = { dynamoConfig: { ...credentials, endpoint: place.endpoint }, touchInterval: 0 }
        return new Promise((resolve, reject) => {
          const store = new DynamoDBStore(options, (error) => error ? reject(error) : resolve(store))
        })
      }
    }
  },
  {
    name: 'connect-azuretables',
    packages: { 'connect-azuretables': '1.0.20' },
    on: {
      async 'azure-tables' ({ require, session }) {
        const store = require('connect-azuretables')(session).create()
        // It makes its table without telling when that is there.
        await sleep(500)
        return store
      }
    },
    recordOf: ({ tableService, table }, id) => new Promise((resolve) => {
      const key = id.replace(/[^0-9A-Za-z]/g, '')
      tableService.retrieveEntity(table, key, key, (error, entity) => resolve(error ? undefined : entity.data._))
    })
  },
  {
    name: '@google-cloud/connect-firestore',
    packages: { '@google-cloud/connect-firestore': '3.0.0', '@google-cloud/firestore': '7.11.6' },
    on: {
      firestore ({ require }) {
        const { Firestore } = require('@google-cloud/firestore')
        const { FirestoreStore } = require('@google-cloud/connect-firestore')
        return new FirestoreStore({ dataset: new Firestore({ projectId: 'lab' }), kind: 'express-sessions' })
      }
    },
    recordOf: async ({ db, kind }, id) => JSON.stringify((await db.collection(kind).doc(id).get()).data())
  },
  {
    name: 'firestore-store',
    packages: { 'firestore-store': '2.0.2', '@google-cloud/firestore': '7.11.6' },
    on: {
      firestore ({ require, session }) {
        const { Firestore } = require('@google-cloud/firestore')
        const FirestoreStore = require('firestore-store')(session)
        return new FirestoreStore({ database: new Firestore({ projectId: 'lab' }) })
      }
    },
    recordOf: async ({ _colRef }, id) => JSON.stringify((await _colRef.doc(id).get()).data())
  },
  {
    name: 'connect-session-firebase',
    packages: { 'connect-session-firebase': '11.0.0', 'firebase-admin': '11.11.1' },
    on: {
      firebase ({ require, session, place }) {
        const FirebaseStore = require('connect-session-firebase')(session)
        const application = require('firebase-admin').initializeApp({ projectId: 'lab', databaseURL: place.url })
        return new FirebaseStore({ database: application.database() })
      }
    },
    recordOf: async ({ database, sessions }, id) => JSON.stringify((await database.ref(sessions).child(id).once('value')).val())
  }
]

const credentials = { accessKeyId: 'lab', secretAccessKey: 'lab', region: 'us-east-1' }
