// Which stores run on a small fake of their client, because their backend is in no package registry?
'use strict'

const path = require('node:path')
const { once } = require('node:events')

const fake = (name) => path.join(__dirname, '..', 'fakes', name)

module.exports = [
  {
    name: 'aerospike-session-store',
    packages: { 'aerospike-session-store': '0.4.0' },
    database: 'Aerospike',
    stubs: { aerospike: fake('aerospike') },
    on: {
      fake ({ require, session, place }) {
        const AerospikeStore = require('aerospike-session-store')(session)
        const { Client } = require(fake('aerospike'))
        return new AerospikeStore({ client: new Client(place), namespace: 'test', set: 'sessions' })
      }
    }
  },
  {
    name: 'cassandra-store',
    packages: { 'cassandra-store': '5.0.0' },
    database: 'Cassandra',
    note: 'pins express-session 1.15.6 by itself: it runs on the installed one through npm\'s overrides alone',
    on: {
      fake ({ require, place }) {
        const CassandraStore = require('cassandra-store')
        const { Client } = require(fake('cassandra'))
        return new CassandraStore({ client: new Client(place), table: 'sessions' })
      }
    }
  },
  {
    name: 'connect-couchbase',
    packages: { 'connect-couchbase': '0.2.10' },
    database: 'Couchbase',
    on: {
      fake ({ require, session, place }) {
        const CouchbaseStore = require('connect-couchbase')(session)
        const { Bucket } = require(fake('couchbase'))
        return new CouchbaseStore({ db: new Bucket(place) })
      }
    }
  },
  {
    name: 'connect-datacache',
    packages: { 'connect-datacache': '1.1.0' },
    variants: {
      merge: 'its destroy never answers, with express-session too: a save of that session waits ten seconds for its turn',
      lifetimes: 'its destroy never answers, with express-session too: who brings a session that is over waits, unless there is a `storeTimeout`'
    },
    database: 'IBM Data Cache (retired)',
    note: 'its destroy does not call back',
    stubs: { 'datacache-client': fake('datacache') },
    on: {
      fake ({ require, session, place }) {
        const DataCacheStore = require('connect-datacache')(session)
        const DataCacheClient = require(fake('datacache'))
        return new DataCacheStore({ client: new DataCacheClient(place) })
      }
    }
  },
  {
    name: '@google-cloud/connect-datastore',
    packages: { '@google-cloud/connect-datastore': '7.0.1' },
    database: 'Google Cloud Datastore',
    on: {
      fake ({ require, place }) {
        const { DatastoreStore } = require('@google-cloud/connect-datastore')
        const { Datastore } = require(fake('datastore'))
        return new DatastoreStore({ kind: 'express-sessions', expirationMs: 0, dataset: new Datastore(place) })
      }
    }
  },
  {
    name: 'connect-db2',
    packages: { 'connect-db2': '0.6.0' },
    database: 'IBM DB2',
    stubs: { ibm_db: fake('db2') },
    on: {
      fake ({ require, session, place }) {
        const Db2Store = require('connect-db2')(session)
        const { Connection } = require(fake('db2'))
        return new Db2Store({}, new Connection(place))
      }
    }
  },
  {
    name: 'connect-hazelcast',
    packages: { 'connect-hazelcast': '1.2.0' },
    database: 'Hazelcast',
    on: {
      fake ({ require, session, place }) {
        const HazelcastStore = require('connect-hazelcast')(session)
        const { Client } = require(fake('hazelcast'))
        return new HazelcastStore({ client: new Client(place) })
      }
    }
  },
  {
    name: 'hazelcast-store',
    packages: { 'hazelcast-store': '1.0.7' },
    database: 'Hazelcast',
    on: {
      fake ({ require, session, place }) {
        const HazelcastStore = require('hazelcast-store')(session)
        const { Client } = require(fake('hazelcast'))
        const store = new HazelcastStore({})
        store.setClient(new Client(place))
        return store
      }
    }
  },
  {
    name: 'connect-monetdb',
    packages: { 'connect-monetdb': '1.0.9' },
    variants: { merge: 'its destroy fails, with express-session too' },
    database: 'MonetDB',
    note: 'its destroy throws: COMPATIBILITY.md, 11',
    on: {
      fake ({ require, session, place }) {
        const MonetStore = require('connect-monetdb')(session)
        const { Connection } = require(fake('monetdb'))
        return new MonetStore(new Connection(place))
      }
    }
  },
  {
    name: 'connect-mssql-v2',
    packages: { 'connect-mssql-v2': '6.0.0' },
    database: 'SQL Server',
    stubs: { mssql: fake('mssql') },
    on: {
      fake ({ require, place }) {
        const MSSQLStore = require('connect-mssql-v2')
        return new MSSQLStore(place)
      }
    }
  },
  {
    name: 'mssql-session-store',
    packages: { 'mssql-session-store': '1.0.0' },
    database: 'SQL Server',
    stubs: { mssql: fake('mssql') },
    on: {
      fake ({ require, session, place }) {
        const MssqlStore = require('mssql-session-store')(session)
        const { Connection } = require(fake('mssql'))
        return new MssqlStore({ connection: new Connection(place), ttl: 3600, reapInterval: 3600 })
      }
    }
  },
  {
    name: 'express-oracle-session',
    packages: { 'express-oracle-session': '0.1.5' },
    database: 'Oracle',
    stubs: { oracledb: fake('oracle') },
    on: {
      fake ({ require, session, place }) {
        const OracleDbStore = require('express-oracle-session')(session)
        const { Connection } = require(fake('oracle'))
        return new OracleDbStore({}, new Connection(place))
      }
    }
  },
  {
    name: 'session-rethinkdb',
    packages: { 'session-rethinkdb': '2.0.1' },
    database: 'RethinkDB',
    on: {
      async fake ({ require, session, place }) {
        const RethinkStore = require('session-rethinkdb')(session)
        const store = new RethinkStore(require(fake('rethinkdb'))(place))
        await once(store, 'connect')
        return store
      }
    }
  },
  {
    name: '@databunker/session-store',
    packages: { '@databunker/session-store': '1.0.7' },
    database: 'Databunker',
    note: 'asks for a package named http that npm does not serve and that nobody would load',
    overrides: { http: 'npm:depd@2.0.0' },
    on: {
      async fake ({ require, session, place }) {
        const DataBunkerSessionStore = require('@databunker/session-store')(session)
        return new DataBunkerSessionStore({ url: await require(fake('databunker'))(place), token: 'DEMO' })
      }
    }
  }
]
