// What becomes of a promise of a session when the store fails? A process of its own prints it as JSON: the test runner catches
// what nobody else does.
'use strict'

const http = require('node:http')
const { setTimeout: sleep } = require('node:timers/promises')
const express = require('express')
const session = require('../module-under-test')
const { signedCookie, SECRET } = require('./signed-cookie')

/** What a handler calls without a callback. */
const METHODS = {
  save: (req) => req.session.save(),
  destroy: (req) => req.session.destroy(),
  regenerate: (req) => req.session.regenerate(),
  reload: (req) => req.session.reload(),
  close: (req) => req.session.close(),
  'store.load': (req) => req.sessionStore.load(req.sessionID)
}

/** What a handler does with the promise of a method. */
const ATTITUDES = {
  async awaited (promise) { await promise() },
  async ignored (promise) { promise() },
  async caught (promise) { await promise().catch(() => {}) },
  // Somebody looks at last, but long after the promise was made.
  async late (promise) {
    const made = promise()
    await sleep(50)
    await made.catch(() => {})
  }
}

/** How a store says that it fails. */
const FAILURES = {
  'at once': (callback) => callback(new Error('disk full')),
  later: (callback) => setTimeout(callback, 20, new Error('disk full')),
  'by throwing': () => { throw new Error('disk full') },
  'by a promise': async () => { throw new Error('disk full') },
  'by saying nothing': () => {}
}

const storeTimeout = 30

/** Fails once: what comes at the end of the response is another call. */
class FailingStore extends session.Store {
  constructor (fail) {
    super()
    this.fail = fail
    this.calls = []
    this.isFailing = false
  }

  answer (method, callback, data) {
    this.calls.push(method)
    if (!this.isFailing) return callback(null, data)
    this.isFailing = false
    return this.fail(callback)
  }

  get (id, callback) { return this.answer('get', callback, { cookie: {}, user: 'ada' }) }
  set (id, data, callback) { return this.answer('set', callback) }
  destroy (id, callback) { return this.answer('destroy', callback) }
  touch (id, data, callback) { return this.answer('touch', callback) }
}

async function visit (call, attitude, fail) {
  const seen = { nexts: [], status: undefined, body: undefined, calls: undefined, uncaught: [] }
  const uncaught = (error) => seen.uncaught.push(String(error))
  process.on('unhandledRejection', uncaught).on('uncaughtException', uncaught)

  const store = new FailingStore(fail)
  const app = express()
  app.use(session({ secret: SECRET, store, resave: false, saveUninitialized: false, storeTimeout }))
  app.get('/', async (req, res) => {
    req.session.user = 'grace'
    store.isFailing = true
    await attitude(() => call(req))
    res.send('the page')
  })
  // Express knows an error handler by its four parameters.
  app.use((error, req, res, _next) => {
    seen.nexts.push(error.message)
    if (!res.headersSent) res.status(500).send('an error')
  })

  const server = http.createServer(app).listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const response = await fetch(`http://127.0.0.1:${server.address().port}/`, { headers: { cookie: signedCookie('seeded'), connection: 'close' } })
  seen.status = response.status
  seen.body = await response.text()
  await sleep(45)
  seen.calls = store.calls.join(' ')
  await new Promise((resolve) => server.close(resolve))
  process.off('unhandledRejection', uncaught).off('uncaughtException', uncaught)
  return seen
}

// The time that `storeTimeout` gives is that of a middleware: a store's own method does not know it.
function canAnswer (method, how) {
  return method !== 'store.load' || how !== 'by saying nothing'
}

async function table () {
  const rows = {}
  for (const [method, call] of Object.entries(METHODS)) {
    for (const [name, attitude] of Object.entries(ATTITUDES)) {
      for (const [how, fail] of Object.entries(FAILURES)) {
        if (!canAnswer(method, how)) continue
        rows[`${method}, ${name}, ${how}`] = await visit(call, attitude, fail)
      }
    }
  }
  return rows
}

module.exports = { ATTITUDES, FAILURES, METHODS, canAnswer }

if (require.main === module) table().then((rows) => console.log(JSON.stringify(rows)))
