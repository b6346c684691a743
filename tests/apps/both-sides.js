// Does an application with sessions answer the same, byte by byte, whichever of the two modules makes its sessions?
'use strict'

const { test } = require('node:test')
const assert = require('node:assert/strict')
const crypto = require('node:crypto')
const http = require('node:http')
const Visitor = require('./visitor')
const watchedStore = require('./watched-store')

const SECRET = 'of both sides'
const NOON = Date.UTC(2030, 0, 1, 12)

const modules = { 'express-session': require('express-session'), ours: require('../module-under-test') }
const frameworks = { 'Express 4': require('express4'), 'Express 5': require('express') }

/**
 * @typedef {object} Ingredients what an application is made of
 * @property {import('express')} express
 * @property {(options?: object) => import('express').RequestHandler} sessions the session middleware
 */

/**
 * @param {(ingredients: Ingredients) => import('express').Express} createApp
 * @returns {(sentence: string, visit: (visitor: Visitor) => Promise<void>) => void} defines tests: `visit` says what
 * holds on both sides, and the two have to agree on everything that the visitor and the store got to see
 */
function onBothSides (createApp) {
  return (sentence, visit) => {
    for (const [framework, express] of Object.entries(frameworks)) {
      test(`${sentence} (${framework})`, async (t) => {
        const expected = await witnessed(t, createApp, express, modules['express-session'], visit)
        assert.ok(expected.length > 0)
        assert.deepEqual(await witnessed(t, createApp, express, modules.ours, visit), expected)
      })
    }
  }
}

async function witnessed (t, createApp, express, session, visit) {
  const clock = stopTheDice(t)
  const store = watchedStore(session)
  const sessions = (options) => session({
    secret: SECRET, store, genid: numbered(), resave: false, saveUninitialized: false, cookie: { maxAge: 60000 }, ...options
  })

  const app = createApp({ express, sessions })
  // Express answers what nobody caught with its stack, which names the files that it went through.
  app.use((error, req, res, _next) => res.status(error.status || 500).type('text').send(`${error.name}: ${error.message}`))

  const server = http.createServer().on('request', clock.tick).on('request', app)
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  try {
    const visitor = new Visitor(server.address().port, store)
    await visit(visitor)
    return visitor.witnessed
  } finally {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
    t.mock.restoreAll()
  }
}

// The same times and the same tokens on both sides, so that nothing has to be left out of the comparison.
function stopTheDice (t) {
  let now = NOON
  t.mock.method(Date, 'now', () => now)
  t.mock.method(Math, 'random', () => 0.5)
  let rolls = 0
  t.mock.method(crypto, 'randomBytes', (size, callback) => {
    rolls += 1
    const bytes = Buffer.alloc(size, rolls)
    return callback ? process.nextTick(callback, null, bytes) : bytes
  })
  return { tick: () => { now += 1000 } }
}

function numbered () {
  let count = 0
  return () => {
    count += 1
    return `session-${count}`
  }
}

module.exports = { onBothSides }
