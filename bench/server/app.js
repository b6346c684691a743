// Which Express application answers over HTTP, with which sessions?
//
//   node app.js <nobody|express-session|ours> <default|redis> [redis port]
'use strict'

const Module = require('node:module')
const express = require('express')
const { sides } = require('../measure/sides')
const { secret, smallSession } = require('../measure/visitors')

const [sideName, storeName, redisPort] = process.argv.slice(2)
const side = sides.find(({ name }) => name === sideName)

async function main () {
  const app = express()
  if (side) {
    app.use(side.session({ secret, resave: false, saveUninitialized: false, store: await store() }))
  } else {
    app.use((req, res, next) => { req.session = { ...smallSession }; next() })
  }
  app.get('/login', (req, res) => {
    Object.assign(req.session, smallSession)
    res.json({ signedIn: true })
  })
  app.get('/', (req, res) => res.json({ signedIn: Boolean(req.session.user), orders: 3 }))
  const server = app.listen(0, '127.0.0.1', () => process.send({ port: server.address().port }))
  process.on('disconnect', () => process.exit())
}

async function store () {
  if (storeName === 'default') return new side.session.MemoryStore()
  // What "overrides" in package.json do for an application: every package gets this module as express-session.
  const resolve = Module._resolveFilename
  Module._resolveFilename = function (request, ...rest) {
    return request === 'express-session' ? side.file : resolve.call(this, request, ...rest)
  }
  const { RedisStore } = require('connect-redis')
  const { createClient } = require('redis')
  const client = await createClient({ socket: { host: '127.0.0.1', port: Number(redisPort) } }).connect()
  const redisStore = new RedisStore({ client })
  if (!(redisStore instanceof side.session.Store)) throw new Error('connect-redis was built on another module')
  return redisStore
}

main()
