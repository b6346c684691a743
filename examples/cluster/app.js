// How often has each visitor been here, whichever process is asked?
'use strict'

const express = require('express')
// This package, under the name by which stores look for it too; see package.json.
const session = require('express-session')

/** @param {{ store: session.Store, secret: string }} settings */
function createApp ({ store, secret }) {
  const app = express()

  app.use(session({
    store,
    secret,
    resave: false,
    saveUninitialized: false,
    cookie: { sameSite: 'lax', maxAge: 60 * 60 * 1000 }
  }))

  app.get('/', async (req, res) => {
    req.session.views = (req.session.views || 0) + 1
    // Answered when the store has it: what a visitor was told then outlives this process.
    await req.session.save()
    res.set('Cache-Control', 'no-store')
    res.json({ views: req.session.views, worker: process.pid })
  })

  app.use((error, req, res, next) => {
    if (res.headersSent) return next(error)
    console.error(`${req.method} ${req.path}: ${error.message}`)
    res.set('Retry-After', '1').status(503).json({ error: 'Sessions cannot be reached, please try again.' })
  })

  return app
}

module.exports = { createApp }
