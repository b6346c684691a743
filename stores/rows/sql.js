// Which stores keep sessions in tables of PostgreSQL or MariaDB?
'use strict'

module.exports = [
  {
    name: 'connect-pg-simple',
    packages: { 'connect-pg-simple': '10.0.0', pg: '8.16.3' },
    on: {
      postgresql: ({ require, session, place }) => new (require('connect-pg-simple')(session))({
        conString: place.url, createTableIfMissing: true
      })
    }
  },
  {
    name: 'express-mysql-session',
    packages: { 'express-mysql-session': '3.0.3', mysql2: '3.15.3' },
    on: {
      async mariadb ({ require, session, place }) {
        const MySQLStore = require('express-mysql-session')(session)
        const store = new MySQLStore({ ...place, charset: 'utf8mb4_bin', createDatabaseTable: true })
        await store.onReady()
        return store
      }
    }
  },
  {
    name: 'connect-session-knex',
    packages: { 'connect-session-knex': '5.0.0', knex: '3.1.0', pg: '8.16.3', mysql2: '3.15.3' },
    on: {
      postgresql: (tools) => onKnex('pg', tools),
      mariadb: (tools) => onKnex('mysql2', tools)
    }
  },
  {
    name: 'connect-session-sequelize',
    packages: { 'connect-session-sequelize': '8.0.6', sequelize: '6.37.7', pg: '8.16.3' },
    on: {
      async postgresql ({ require, session, place }) {
        const { Sequelize } = require('sequelize')
        const SequelizeStore = require('connect-session-sequelize')(session.Store)
        const store = new SequelizeStore({ db: new Sequelize(place.url, { logging: false }) })
        await store.sync()
        return store
      }
    }
  },
  {
    name: 'connect-typeorm',
    packages: { 'connect-typeorm': '2.0.0', typeorm: '0.3.27', pg: '8.16.3', 'reflect-metadata': '0.2.2' },
    // It calls back before a row is gone.
    settle: 50,
    on: {
      async postgresql ({ require, place }) {
        const { DataSource, EntitySchema } = require('typeorm')
        const Session = new EntitySchema({
          name: 'Session',
          columns: {
            expiredAt: { type: 'bigint' },
            id: { type: 'varchar', length: 255, primary: true },
            json: { type: 'text' },
            destroyedAt: { type: 'timestamp', deleteDate: true, nullable: true }
          }
        })
        const source = await new DataSource({ type: 'postgres', url: place.url, entities: [Session], synchronize: true }).initialize()
        const { TypeormStore } = require('connect-typeorm')
        return new TypeormStore({ cleanupLimit: 2, limitSubquery: false, ttl: 86400 }).connect(source.getRepository('Session'))
      }
    }
  },
  {
    name: '@quixo3/prisma-session-store',
    packages: {
      '@quixo3/prisma-session-store': '3.1.21', '@prisma/client': '7.0.1', '@prisma/adapter-pg': '7.0.1', prisma: '7.0.1', pg: '8.16.3'
    },
    prepare: {
      files: {
        'schema.prisma': `
generator client {
  provider = "prisma-client-js"
}
datasource db {
  provider = "postgresql"
}
model Session {
  id        String   @id
  sid       String   @unique
  data      String
  expiresAt DateTime
}
`
      },
      script: ['prisma/build/index.js', 'generate', '--schema', 'TREE/schema.prisma'],
      // Prisma would download an engine that generating does not need, and report on its use.
      environment: { PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, CHECKPOINT_DISABLE: '1', PRISMA_HIDE_UPDATE_MESSAGE: '1' }
    },
    on: {
      async postgresql ({ require, place }) {
        const { Pool } = require('pg')
        const pool = new Pool({ connectionString: place.url })
        await pool.query(`create table if not exists "Session" (
          id text primary key, sid text unique not null, data text not null, "expiresAt" timestamp(3) not null)`)
        const { PrismaClient } = require('@prisma/client')
        const { PrismaPg } = require('@prisma/adapter-pg')
        const { PrismaSessionStore } = require('@quixo3/prisma-session-store')
        const prisma = new PrismaClient({ adapter: new PrismaPg({ connectionString: place.url }) })
        return new PrismaSessionStore(prisma, { checkPeriod: 2 * 60 * 1000, dbRecordIdIsSessionId: true, logger: false })
      }
    }
  }
]

function onKnex (client, { require, place }) {
  const { ConnectSessionKnexStore } = require('connect-session-knex')
  const connection = { host: place.host, port: place.port, user: place.user, database: place.database }
  return new ConnectSessionKnexStore({ knex: require('knex')({ client, connection }), tableName: 'sessions' })
}
