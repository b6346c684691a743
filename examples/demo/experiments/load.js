// How many requests does one process answer in a second?
'use strict'

const net = require('node:net')
const express = require('express')
const Client = require('../client')
const { settings } = require('./settings')

const ROUNDS = 8
const REQUESTS = 250
const CONNECTIONS = 8
const PATIENCE_MS = 5000

module.exports = {
  name: 'load',
  title: 'As fast as it goes',
  what: `${(ROUNDS * REQUESTS).toLocaleString('en')} requests each over ${CONNECTIONS} connections, in turns of ${REQUESTS}: Express finds the session in memory, counts a view and saves.`,
  // The sides take turns, so that what else this machine does slows both. The first turns are not counted.
  rounds: ROUNDS,
  warmUps: 2,

  app (session, options) {
    const app = express()
    app.use(session({ ...settings, ...options, store: new session.MemoryStore() }))
    app.get('/', (req, res) => {
      req.session.views = (req.session.views ?? 0) + 1
      res.send('a view')
    })
    return app
  },

  async run (site) {
    const browser = new Client(site)
    await browser.get('/')
    const { hostname, pathname, port } = new URL(site)
    const request = `GET ${pathname}/ HTTP/1.1\r\nHost: ${hostname}\r\nCookie: ${browser.cookie}\r\n\r\n`
    const left = { requests: REQUESTS }
    const start = performance.now()
    await Promise.all(Array.from({ length: CONNECTIONS }, () => worked(net.connect(Number(port), hostname), request, left)))
    return { requests: REQUESTS, ms: performance.now() - start }
  },

  sum: (before, { requests, ms }) => ({ requests: before.requests + requests, ms: before.ms + ms }),

  tell ({ requests, ms }) {
    const rate = Math.round(requests / ms * 1000)
    return { isGood: undefined, figure: rate.toLocaleString('en'), words: `requests a second, over ${requests.toLocaleString('en')} requests.`, rate }
  }
}

/** Sends a request whenever the one before was answered; all ends in the same words. */
function worked (socket, request, left) {
  return new Promise((resolve, reject) => {
    let tail = ''
    const next = () => {
      if (left.requests === 0) return socket.destroy()
      left.requests -= 1
      socket.write(request)
    }
    socket.setEncoding('latin1').setNoDelay()
    socket.setTimeout(PATIENCE_MS, () => socket.destroy(new Error('A response took too long.')))
    socket.on('connect', next)
    socket.on('data', (chunk) => {
      tail = (tail + chunk).slice(-'a view'.length)
      if (tail !== 'a view') return
      tail = ''
      next()
    })
    socket.on('error', reject)
    socket.on('close', resolve)
  })
}
