// Which stores keep sessions in files or in memory, and how does each one's README say it is made?
'use strict'

const { once } = require('node:events')
const path = require('node:path')

const inFolder = ({ folder }, name) => path.join(folder, name)

module.exports = [
  {
    name: 'better-sqlite3-session-store',
    packages: { 'better-sqlite3-session-store': '0.1.0', 'better-sqlite3': '12.11.1' },
    native: 'better-sqlite3',
    on: {
      files ({ require, session, place }) {
        const SqliteStore = require('better-sqlite3-session-store')(session)
        const Database = require('better-sqlite3')
        return new SqliteStore({ client: new Database(inFolder(place, 'sessions.db')), expired: { clear: true, intervalMs: 900000 } })
      }
    },
    recordOf: ({ client }, id) => client.prepare('select sess from sessions where sid = ?').get(id).sess
  },
  {
    name: 'cluster-store',
    packages: { 'cluster-store': '2.0.8', memorystore: '1.6.8' },
    note: 'around memorystore, in the primary process',
    sharing: 'never',
    on: {
      async files ({ require, session }) {
        const MemoryStore = require('memorystore')(session)
        return require('cluster-store').create({ name: 'sessions', store: new MemoryStore({ checkPeriod: 86400000 }) })
      }
    },
    recordOf: recordInMemory
  },
  {
    name: 'connect-loki',
    packages: { 'connect-loki': '1.2.0' },
    on: {
      async files ({ require, session, place }) {
        const LokiStore = require('connect-loki')(session)
        const store = new LokiStore({ path: inFolder(place, 'sessions.db') })
        await once(store, 'connect')
        return store
      }
    },
    recordOf: ({ collection }, id) => JSON.stringify(collection.find({ sid: id })[0]?.content),
    close: ({ client }) => new Promise((resolve) => client.saveDatabase(resolve))
  },
  {
    name: 'connect-lowdb',
    packages: { 'connect-lowdb': '2.1.0', lowdb: '6.1.1' },
    on: {
      async files ({ load, session, place }) {
        const { Low } = await load('lowdb')
        const { JSONFile } = await load('lowdb/node')
        const { default: lowdbStore } = await load('connect-lowdb')
        const LowdbStore = lowdbStore(session)
        return new LowdbStore({ db: new Low(new JSONFile(inFolder(place, 'db.json')), {}) })
      }
    },
    recordOf: ({ db }, id) => JSON.stringify(Object.values(db.data).flat().find(({ sid }) => sid === id))
  },
  {
    name: 'connect-sqlite3',
    packages: { 'connect-sqlite3': '0.9.18', sqlite3: '5.1.7' },
    native: 'sqlite3',
    on: {
      files: ({ require, session, place }) => new (require('connect-sqlite3')(session))({ dir: place.folder })
    },
    recordOf: ({ db }, id) => new Promise((resolve) => {
      db.get('select sess from sessions where sid = ?', [id], (error, row) => resolve(error ? undefined : row?.sess))
    })
  },
  {
    name: 'express-nedb-session',
    packages: { 'express-nedb-session': '0.1.1' },
    on: {
      files: ({ require, session, place }) => new (require('express-nedb-session')(session))({ filename: inFolder(place, 'sessions') })
    }
  },
  {
    name: 'express-session-cache-manager',
    packages: { 'express-session-cache-manager': '1.0.2', 'cache-manager': '2.11.1' },
    sharing: 'never',
    on: {
      files ({ require }) {
        const { default: CacheManagerStore } = require('express-session-cache-manager')
        return new CacheManagerStore(require('cache-manager').caching({ store: 'memory' }))
      }
    }
  },
  {
    name: 'express-session-level',
    packages: { 'express-session-level': '1.0.0', level: '6.0.1' },
    on: {
      files ({ require, session, place }) {
        const LevelStore = require('express-session-level')(session)
        return new LevelStore(require('level')(inFolder(place, 'sessions')))
      }
    },
    recordOf: ({ db }, id) => new Promise((resolve) => {
      db.get(id, { valueEncoding: 'utf8' }, (error, text) => resolve(error ? undefined : text))
    })
  },
  {
    name: 'express-session-rsdb',
    packages: { 'express-session-rsdb': '0.1.7', 'rocket-store': '0.10.8' },
    on: {
      files ({ require, place }) {
        const RocketStore = require('express-session-rsdb')
        return new RocketStore({ data_storage_area: place.folder, collection: 'session', purge_interval: 0 })
      }
    }
  },
  {
    name: 'level-session-store',
    packages: { 'level-session-store': '2.2.0', level: '6.0.1' },
    on: {
      async files ({ require, session, place }) {
        const LevelSessionStore = require('level-session-store')(session)
        const store = new LevelSessionStore(inFolder(place, 'sessions'))
        await once(store, 'connect')
        return store
      }
    },
    recordOf: (store, id) => new Promise((resolve) => {
      store.db.get(store.getKey(id), (error, text) => resolve(error ? undefined : text))
    })
  },
  {
    name: 'lowdb-session-store',
    packages: { 'lowdb-session-store': '1.1.1', lowdb: '1.0.0' },
    on: {
      files ({ require, session, place }) {
        const LowdbStore = require('lowdb-session-store')(session)
        const FileSync = require('lowdb/adapters/FileSync')
        return new LowdbStore(require('lowdb')(new FileSync(inFolder(place, 'db.json'), { defaultValue: [] })))
      }
    },
    recordOf: ({ db }, id) => JSON.stringify(db.get(id))
  },
  {
    name: 'medea-session-store',
    note: 'it corrupts what is beyond ASCII',
    packages: { 'medea-session-store': '2.2.0', medea: '1.0.3' },
    on: {
      async files ({ require, session, place }) {
        const database = require('medea')()
        await new Promise((resolve, reject) => database.open(inFolder(place, 'sessions'), (error) => error ? reject(error) : resolve()))
        return new (require('medea-session-store')(session))(database)
      }
    }
  },
  {
    name: 'memorystore',
    packages: { memorystore: '1.6.8' },
    sharing: 'never',
    on: {
      files: ({ require, session }) => new (require('memorystore')(session))({ checkPeriod: 86400000 })
    },
    recordOf: recordInMemory
  },
  {
    name: 'nedb-session-store',
    packages: { 'nedb-session-store': '1.1.2' },
    on: {
      files: ({ require, session, place }) => new (require('nedb-session-store')(session))({ filename: inFolder(place, 'sessions') })
    }
  },
  {
    name: 'sequelstore-connect',
    variants: {
      merge: 'its get gives back the row and not the session, with express-session too: nothing can be merged',
      lifetimes: 'its get gives back the row and not the session, with express-session too: no request has one'
    },
    note: 'its get gives back the row, not the session',
    packages: { 'sequelstore-connect': '1.1.5', sequelize: '3.35.1', sqlite3: '5.1.7', winston: '2.4.7' },
    native: 'sqlite3',
    on: {
      files ({ require, session, place }) {
        const Sequelize = require('sequelize')
        const database = new Sequelize('sessions', '', '', { dialect: 'sqlite', storage: inFolder(place, 'sessions.db'), logging: false })
        const SequelStore = require('sequelstore-connect')(session)
        const store = new SequelStore({ database })
        return store
      }
    }
  },
  {
    name: 'session-file-store',
    packages: { 'session-file-store': '1.5.0' },
    sharing: 'live',
    on: {
      files: ({ require, session, place }) => new (require('session-file-store')(session))({ path: place.folder, retries: 0, logFn () {} })
    }
  },
  {
    name: 'session-pouchdb-store',
    variants: { merge: 'its destroy fails for sessions that it has cached, with express-session too' },
    note: 'its destroy fails for sessions that it has cached',
    packages: { 'session-pouchdb-store': '0.4.1' },
    // It writes behind, once a second.
    settle: 1500,
    on: {
      files ({ require, place }) {
        const PouchDB = require('pouchdb')
        const PouchSession = require('session-pouchdb-store')
        return new PouchSession(new PouchDB(inFolder(place, 'sessions'), { adapter: 'leveldb' }))
      }
    }
  },
  {
    name: 'tch-nedb-session',
    packages: { 'tch-nedb-session': '1.0.3', extend: '3.0.2' },
    on: {
      files: ({ require, session, place }) => new (require('tch-nedb-session')(session))({ filename: inFolder(place, 'sessions') })
    }
  }
]

function recordInMemory ({ store }, id) {
  return store.peek(id)
}
