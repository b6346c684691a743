// What does the demo answer to each request?
'use strict'

const path = require('node:path')
const express = require('express')
const csrf = require('./csrf')
const Logbook = require('./logbook')
const { errorPage, mainPage } = require('./page')
const { COOKIE_NAME, sessions } = require('./sessions')
const { sentCookie } = require('./sent-cookie')

// No secret: the page shows it. It stands for whatever proves to a real site who somebody is.
const PASSWORD = 'open sesame'
const LONGEST_NAME = 40

const securityHeaders = {
  'Content-Security-Policy':
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  'Referrer-Policy': 'same-origin',
  'X-Content-Type-Options': 'nosniff'
}

/**
 * @param {{ secret: string }} settings
 * @returns {import('express').Express}
 */
function createApp ({ secret }) {
  const logbook = new Logbook()
  const app = express()
  app.disable('x-powered-by')

  // Before the sessions: a style sheet has no business with them.
  app.use((req, res, next) => { res.set(securityHeaders); next() })
  app.use(express.static(path.join(__dirname, 'public'), { index: false }))

  app.use(logbook.follow)
  app.use(sessions({ secret, logbook }))
  app.use((req, res, next) => {
    // What a page shows of a session must not outlive it in the cache of a browser.
    res.set('Cache-Control', 'no-store')
    noteBeginning(req, logbook)
    next()
  })

  app.get('/', (req, res) => {
    req.session.views = (req.session.views || 0) + 1
    show(req, res, logbook)
  })

  app.get('/look', (req, res) => show(req, res, logbook))

  app.post('/login', readForm, csrf.check, (req, res, next) => {
    const user = nameIn(req.body)
    if (!user || req.body.password !== PASSWORD) {
      req.session.notice = user ? 'That is not the password.' : `A name has 1 to ${LONGEST_NAME} characters.`
      res.redirect(303, '/look')
      return
    }

    const { views } = req.session
    // Against session fixation: an id from before the log-in, known to somebody else perhaps, ends here.
    req.session.regenerate((failure) => {
      if (failure) return next(failure)
      logbook.note('renewed', req.sessionID)
      Object.assign(req.session, { user, views })
      // Saved before the redirect, so that the next request is sure to find it. The response saves once more, because
      // only the session that a request came with is watched for changes.
      req.session.save((error) => error ? next(error) : res.redirect(303, '/look'))
    })
  })

  // The cookie stays with the browser. It is worth nothing now, as the next page shows.
  app.post('/logout', readForm, csrf.check, (req, res, next) => {
    req.session.destroy((error) => error ? next(error) : res.redirect(303, '/look'))
  })

  app.use((req, res) => {
    res.status(404).send(errorPage('There is no such page.'))
  })

  // Express knows an error handler by its four parameters.
  app.use((error, req, res, _next) => {
    const status = error.status >= 400 && error.status < 500 ? error.status : 500
    if (status === 500) console.error(error)
    res.status(status).send(errorPage(error.expose ? error.message : 'Something went wrong here.'))
  })

  return app
}

const readForm = express.urlencoded({ extended: false, limit: '4kb' })

function noteBeginning ({ headers, sessionID }, logbook) {
  const steps = logbook.steps()
  if (steps.some(({ step }) => step === 'found')) return
  // When the store was not even asked, no id came that could be trusted.
  if (steps.length === 0) logbook.note(sentCookie(headers, COOKIE_NAME) ? 'refused' : 'bare', sessionID)
  logbook.note('began', sessionID)
}

function show (req, res, logbook) {
  const { session } = req
  const { notice } = session
  delete session.notice
  const token = csrf.tokenOf(session)
  // The response starts the cookie's time anew. Done already here, the page shows what the browser is about to be told.
  session.touch()

  res.send(mainPage({
    id: req.sessionID,
    user: session.user,
    views: session.views || 0,
    cookie: { name: COOKIE_NAME, sent: sentCookie(req.headers, COOKIE_NAME), ...session.cookie.data },
    history: logbook.history(),
    notice,
    password: PASSWORD,
    longestName: LONGEST_NAME,
    token
  }))
}

/** A field that comes twice is an array. */
function nameIn (form) {
  const name = typeof form.user === 'string' ? form.user.trim() : ''
  return [...name].length <= LONGEST_NAME ? name : ''
}

module.exports = { createApp }
