// Which stores on real servers compare and set, and how do they start?
'use strict'

const { spawnSync } = require('node:child_process')
const { existsSync } = require('node:fs')
const { mkdtemp, rm } = require('node:fs/promises')
const os = require('node:os')
const path = require('node:path')
const backends = require('../../stores/backends')
const postgres = require('../../examples/setif-postgres')
const redis = require('../../examples/setif-redis')

/** By name: the backend, what is missing for it, and how a store is made, given the session module and where the backend is. */
const stores = {
  'connect-redis': {
    backend: backends.redis,
    missing: spawnSync('redis-server', ['--version']).status === 0 ? undefined : 'redis-server is not installed here',
    async open (session, { port }, hasSetIf) {
      const client = require('redis').createClient({ socket: { host: '127.0.0.1', port } })
      await client.connect()
      const { RedisStore } = require('connect-redis')
      const store = new RedisStore({ client })
      if (hasSetIf) redis.withSetIf(store)
      return { store, close: () => client.close() }
    }
  },
  'connect-pg-simple': {
    backend: backends.postgresql,
    missing: existsSync('/usr/lib/postgresql') || spawnSync('postgres', ['--version']).status === 0 ? undefined : 'PostgreSQL is not installed here',
    async open (session, { url }, hasSetIf) {
      const { Pool } = require('pg')
      const pool = new Pool({ connectionString: url })
      const PgStore = require('connect-pg-simple')(session)
      const store = new PgStore({ pool, createTableIfMissing: true, pruneSessionInterval: false })
      if (hasSetIf) postgres.withSetIf(store)
      // Several processes that make the table at once are in each other's way.
      await new Promise((resolve, reject) => store.get('none', (error) => error ? reject(error) : resolve()))
      return { store, close: async () => { await store.close(); await pool.end() } }
    }
  }
}

/** Starts the server of a store in a folder of its own; the folder goes when it stops. */
async function start ({ backend }) {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'concurrency-'))
  const inner = path.join(folder, 'server')
  await require('node:fs/promises').mkdir(inner)
  const server = await backend.start(inner)
  const place = await server.fresh()
  return {
    place,
    async stop () {
      await server.stop()
      await rm(folder, { recursive: true, force: true })
    }
  }
}

module.exports = { start, stores }
