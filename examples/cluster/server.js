// How do several processes answer on one port with one set of sessions?
//
//   npm ci && node server.js        in this folder, with a Redis server on this machine
//
// REDIS_URL names another Redis server, or with commas between them nodes of a Redis Cluster; PORT, WORKERS and
// SESSION_SECRET are the other settings.
'use strict'

const cluster = require('node:cluster')
const { supervise } = require('./primary')
const { work } = require('./worker')

if (cluster.isPrimary) {
  supervise()
} else {
  work()
}
