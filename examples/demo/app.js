// What does the demo answer to each request?
'use strict'

const path = require('node:path')
const express = require('express')
const Laboratory = require('./laboratory')
const Logbook = require('./logbook')
const { modules } = require('./modules')
const { errorPage } = require('./page')
const visits = require('./visits')

const securityHeaders = {
  'Content-Security-Policy':
    "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  'Referrer-Policy': 'same-origin',
  'X-Content-Type-Options': 'nosniff'
}

/**
 * @param {{ secret: string, laboratory?: Laboratory }} settings
 * @returns {import('express').Express}
 */
function createApp ({ secret, laboratory = new Laboratory() }) {
  // One memory, one list of secrets: the two modules serve the same sessions.
  const shared = {
    secrets: [secret],
    memory: Object.create(null),
    logbook: new Logbook(),
    laboratory
  }
  const app = express()
  app.disable('x-powered-by')

  // Before the sessions: a style sheet has no business with them.
  app.use((req, res, next) => { res.set(securityHeaders); next() })
  app.use(express.static(path.join(__dirname, 'public'), { index: false }))

  app.use(shared.logbook.follow)
  for (const module of modules) app.use(module.base || '/', visits({ ...shared, module }))

  app.use((req, res) => {
    res.status(404).send(errorPage('There is no such page.'))
  })

  // Express knows an error handler by its four parameters.
  app.use((error, req, res, next) => {
    if (res.headersSent) return next(error)
    const status = error.status >= 400 && error.status < 500 ? error.status : 500
    if (status === 500) console.error(error)
    res.status(status).send(errorPage(error.expose ? error.message : 'Something went wrong here.'))
  })

  return app
}

module.exports = { createApp }
