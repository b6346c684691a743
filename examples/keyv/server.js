// How often has each visitor been here, with sessions in whatever Keyv has an adapter for?
//
//   npm ci && node server.js        in this folder; REDIS_URL names a Redis server
'use strict'

const { randomBytes } = require('node:crypto')
const express = require('express')
// This package, under the name by which stores look for it too; see package.json.
const session = require('express-session')
const { openStore } = require('./store')

/** @param {session.Store} store */
function createApp (store) {
  const app = express()

  app.use(session({
    store,
    // A client of Redis that lost its server waits for another, and every request with it.
    storeTimeout: 1000,
    secret: process.env.SESSION_SECRET || randomBytes(32).toString('hex'),
    resave: false,
    saveUninitialized: false,
    cookie: { sameSite: 'lax', maxAge: 60 * 60 * 1000 }
  }))

  app.get('/', async (req, res) => {
    req.session.views = (req.session.views || 0) + 1
    await req.session.save()
    res.set('Cache-Control', 'no-store')
    res.json({ views: req.session.views })
  })

  app.post('/forget', async (req, res) => {
    await req.session.destroy()
    res.redirect(303, '/')
  })

  return app
}

module.exports = { createApp }

if (require.main === module) {
  const server = createApp(openStore(process.env.REDIS_URL)).listen(Number(process.env.PORT || 3000), '127.0.0.1', (error) => {
    if (error) throw error
    console.log(`http://127.0.0.1:${server.address().port}/`)
  })
}
