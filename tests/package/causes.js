// Why is there no cookie, or no session? Goes through the causes that README.md names, for its test to read the debug output.
'use strict'

const express = require('express')
const session = require('../module-under-test')
const { signedCookie } = require('../shim/signed-cookie')

const good = { secret: 'a secret', resave: false, saveUninitialized: false }

const causes = [
  { options: good },
  { options: good, cookie: 'another=1' },
  { options: good, cookie: signedCookie('an id', 'another secret') },
  { options: good, cookie: 'connect.sid=unsigned' },
  { options: good, cookie: signedCookie('unknown', good.secret) },
  { options: { ...good, cookie: { secure: true } } },
  { options: { ...good, cookie: { path: '/app' } } },
  { options: good, handle: (req, res) => res.end() },
  { options: good, handle: (req, res) => { res.writeHead(200); count(req, res) } },
  { options: good, event: 'disconnect' },
  { options: good, twice: true },
  { options: good, handle: (req, res) => { req.session = null; res.end() } },
  { options: { ...good, secret: undefined } },
  { options: good, method: 'set' },
  { options: good, method: 'get', cookie: signedCookie('an id', good.secret) }
]

main()

async function main () {
  console.error('the view counter')
  await viewCounter()
  for (const cause of causes) {
    console.error('a cause')
    await show(cause)
  }
}

async function viewCounter () {
  const app = express()
  app.use(session(good))
  app.get('/', count)
  await listening(app, async (url) => {
    const first = await fetch(url)
    await fetch(url, { headers: { cookie: first.headers.get('set-cookie').split(';')[0] } })
  })
}

async function show ({ options, cookie, event, handle = count, method, twice }) {
  const store = new session.MemoryStore()
  if (method) store[method] = (...args) => setImmediate(args.at(-1), new Error('the disk is on fire'))
  const app = express()
  for (let i = 0; i < (twice ? 2 : 1); i++) app.use(session({ ...options, store }))
  if (event) store.emit(event)
  app.get('/', handle)
  app.use((_error, _req, res, _next) => res.headersSent ? undefined : res.sendStatus(500))
  await listening(app, (url) => fetch(url, { headers: cookie ? { cookie } : {} }))
}

function count (req, res) {
  if (req.session) req.session.views = (req.session.views || 0) + 1
  res.end()
}

async function listening (app, visit) {
  const server = app.listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  await visit(`http://127.0.0.1:${server.address().port}`)
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
}
