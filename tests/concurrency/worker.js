// One of several processes that serve one session.
//
// Forked; its message names the port, and it ends when its parent disconnects.
'use strict'

const http = require('node:http')
const session = require('../module-under-test')
const { SECRET } = require('../shim/signed-cookie')
const { stores } = require('./stores')

process.once('message', async ({ name, place, concurrency, hasSetIf }) => {
  const { store } = await stores[name].open(session, place, hasSetIf)
  const middleware = session({ secret: SECRET, store, concurrency, resave: false, saveUninitialized: false, onSaveError: 'fail' })
  const answer = (res, status, text) => { res.statusCode = status; res.end(text) }
  const server = http.createServer((req, res) => middleware(req, res, (error) => {
    if (error) return answer(res, error.status ?? 500, error.code ?? error.message)
    const [, what, key] = req.url.split('/')
    if (what === 'log-in') {
      req.session.isShared = true
      return answer(res, 200, 'in')
    }
    if (!req.session.isShared) return answer(res, 401, 'out')
    if (what === 'log-out') return req.session.destroy((failure) => failure ? answer(res, 500, failure.message) : answer(res, 200, 'out'))
    if (what === 'read') return answer(res, 200, 'there')
    req.session[key] = (req.session[key] ?? 0) + 1
    answer(res, 200, String(req.session[key]))
  }))
  // A client that comes after a pause must not meet a connection that is being closed.
  server.keepAliveTimeout = 0
  server.listen(0, '127.0.0.1', () => process.send({ port: server.address().port }))
})

process.once('disconnect', () => process.exit())
