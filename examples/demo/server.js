// What starts and stops the demo? `npm start` runs this file; PORT and SESSION_SECRET are its settings.
'use strict'

const { randomBytes } = require('node:crypto')
const http = require('node:http')
const { createApp } = require('./app')

const HOST = '127.0.0.1'

const port = process.env.PORT || '3000'

if (/^\d{1,5}$/.test(port) && Number(port) <= 65535) {
  start(Number(port))
} else {
  fail(`PORT has to be a number from 0 to 65535, not ${JSON.stringify(port)}.`)
}

/** @param {number} wanted 0 for any free port */
function start (wanted) {
  // With a secret of its own for each start, a restart ends all sessions; so does the store, which is in memory.
  const app = createApp({ secret: process.env.SESSION_SECRET || randomBytes(32).toString('hex') })
  const server = http.createServer(app)
  server.once('error', (error) => fail(explain(error, wanted)))
  server.listen(wanted, HOST, () => {
    console.log(`The demo is at http://${HOST}:${server.address().port}/ (Ctrl-C stops it)`)
    // At once: sessions, experiments and their threads are all in this process, and nothing of them is to be kept.
    for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(0))
  })
}

function explain (error, wanted) {
  if (error.code === 'EADDRINUSE') return `Port ${wanted} is in use. Choose another: PORT=${wanted === 65535 ? 0 : wanted + 1} npm start`
  if (error.code === 'EACCES') return `Port ${wanted} is not allowed to this user. Choose another: PORT=3000 npm start`
  return `The demo cannot listen on port ${wanted}: ${error.message}`
}

function fail (sentence) {
  console.error(sentence)
  process.exitCode = 1
}
