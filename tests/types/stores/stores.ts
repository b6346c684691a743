import session = require('express-session')
import DynamoDBStoreOf = require('connect-dynamodb')
import MemoryStoreOf = require('memorystore')
import SequelizeStoreOf = require('connect-session-sequelize')
import { PrismaSessionStore } from '@quixo3/prisma-session-store'
import { ConnectSessionKnexStore } from 'connect-session-knex'
import { RedisStore } from 'connect-redis'
import { TypeormStore } from 'connect-typeorm'

const DynamoDBStore = DynamoDBStoreOf(session)
const MemoryStore = MemoryStoreOf(session)
const SequelizeStore = SequelizeStoreOf(session.Store)

const stores: session.Store[] = [
  new DynamoDBStore({}),
  new MemoryStore({ checkPeriod: 86400000 }),
  new SequelizeStore({ db: {} }),
  new PrismaSessionStore({} as never, {}),
  new ConnectSessionKnexStore({}),
  new RedisStore({ client: {} }),
  new TypeormStore({ cleanupLimit: 2 })
]

for (const store of stores) session({ secret: 'of the stores', resave: false, saveUninitialized: false, store })
