// Which Express application answers over HTTP, with which sessions?
//
//   node app.js '<settings as JSON>'
'use strict'

const Module = require('node:module')
const { surroundings } = require('./surroundings')
const { countWrites } = require('./writes')

/**
 * @typedef {object} Settings
 * @property {string} express the package: `express` or `express4`
 * @property {string} [session] file of the module; without it there are no sessions
 * @property {object} options of `session()`, besides the store
 * @property {object} visitor what a session holds after log-in
 * @property {number} [redisPort] of the store; without it there is the default store
 * @property {boolean} heavy whether the application does what others do around its sessions
 * @property {boolean} counting whether writes are counted, which costs a little
 */

/** @type {Settings} */
const settings = JSON.parse(process.argv[2])
const express = require(settings.express)
// The default store is what is measured: that it is not for production need not be said at each start.
console.warn = () => {}
const writes = settings.counting ? countWrites() : undefined

async function main () {
  const app = express()
  const { before, after } = settings.heavy ? surroundings(express) : { before: [], after: [] }
  const sessions = settings.session ? [await sessionMiddleware(require(settings.session))] : []
  for (const middleware of [...before, ...sessions, ...after]) app.use(middleware)

  // Where there are no sessions, all visitors share an object of the process.
  const everybody = { ...settings.visitor }
  const sessionOf = settings.session ? (req) => req.session : () => everybody
  const answer = (req, res) => res.json({ signedIn: Boolean(sessionOf(req).user), orders: 3 })
  const count = (req, res) => {
    sessionOf(req).views++
    answer(req, res)
  }
  app.get('/login', (req, res) => {
    Object.assign(sessionOf(req), settings.visitor)
    answer(req, res)
  })
  app.get('/views', (req, res) => res.json({ views: sessionOf(req).views }))
  app.get('/account', answer)
  app.get('/count', count)
  app.post('/count', count)

  const server = app.listen(0, '127.0.0.1', () => process.send({ port: server.address().port }))
  process.on('message', (question) => process.send(question === 'writes' ? writes : processorTime()))
  process.on('disconnect', () => process.exit())
}

/** Microseconds, those of the threads that compile and collect garbage included. */
function processorTime () {
  const { user, system } = process.cpuUsage()
  return { processor: user + system }
}

async function sessionMiddleware (session) {
  const store = settings.redisPort ? await redisStore(session) : new session.MemoryStore()
  return session({ ...settings.options, store })
}

async function redisStore (session) {
  // What "overrides" in package.json do for an application: every package gets this module as express-session.
  const resolve = Module._resolveFilename
  Module._resolveFilename = function (request, ...rest) {
    return request === 'express-session' ? settings.session : resolve.call(this, request, ...rest)
  }
  const { RedisStore } = require('connect-redis')
  const { createClient } = require('redis')
  const client = await createClient({ socket: { host: '127.0.0.1', port: settings.redisPort } }).connect()
  const store = new RedisStore({ client })
  if (!(store instanceof session.Store)) throw new Error('connect-redis was built on another module')
  return store
}

main().catch((error) => {
  console.error(error)
  process.exit(1)
})
