// How does one of several processes begin and end its work?
'use strict'

const cluster = require('node:cluster')
const http = require('node:http')
const { createApp } = require('./app')
const { openStore } = require('./store')

const redisUrls = (process.env.REDIS_URL || 'redis://127.0.0.1:6379').split(',')
// How long requests may go on after the worker was told to stop.
const GRACE_MS = 5000

async function work () {
  // Ctrl-C reaches every process of a terminal; only the primary decides what it means.
  process.on('SIGINT', () => {})
  const { client, store } = await openStore(redisUrls)
  const server = http.createServer(createApp({ store, secret: process.env.SESSION_SECRET }))
  server.listen(Number(process.env.PORT || 3000), '127.0.0.1')
  process.once('SIGTERM', () => stop(server, client))
}

/** Takes no new requests, answers those that are under way, and only then lets go of the store. */
function stop (server, client) {
  setTimeout(() => process.exit(1), GRACE_MS).unref()
  // A browser keeps its connection open after the answer.
  setInterval(() => server.closeIdleConnections(), 50).unref()
  server.close(async () => {
    await client.close()
    cluster.worker.disconnect()
  })
}

module.exports = { work }
