// What can a visitor do in the demo? One application, whichever module keeps its sessions.
'use strict'

const express = require('express')
const csrf = require('./csrf')
const forgery = require('./forgery')
const login = require('./login')
const { mainPage } = require('./page')
const rotation = require('./rotation')
const { COOKIE_NAME, sessions } = require('./sessions')
const { sentCookie } = require('./sent-cookie')
const { signerOf } = require('./signature')
const trials = require('./trials')

/**
 * @typedef {object} Setting
 * @property {import('./modules').Module} module
 * @property {string[]} secrets
 * @property {Record<string, string>} memory
 * @property {import('./logbook')} logbook
 * @property {import('./laboratory')} laboratory
 *
 * @param {Setting} setting
 * @returns {import('express').Router}
 */
function visits (setting) {
  const { logbook } = setting
  const router = express.Router()

  router.use(sessions(setting))
  router.use((req, res, next) => {
    // What a page shows of a session must not outlive it in the cache of a browser.
    res.set('Cache-Control', 'no-store')
    noteBeginning(req, logbook)
    next()
  })

  router.get('/', (req, res) => {
    req.session.views = (req.session.views || 0) + 1
    show(req, res, setting)
  })
  router.get('/look', (req, res) => show(req, res, setting))

  // Everything that changes something is a form of the page.
  router.post('/*any', express.urlencoded({ extended: false, limit: '4kb' }), csrf.check)
  router.use(login(setting))
  router.use(forgery(setting))
  router.use(rotation(setting))
  router.use(trials(setting))

  return router
}

function noteBeginning ({ headers, sessionID }, logbook) {
  const steps = logbook.steps()
  if (steps.some(({ step }) => step === 'found')) return
  // When the store was not even asked, no id came that could be trusted.
  if (steps.length === 0) logbook.note(sentCookie(headers, COOKIE_NAME) ? 'refused' : 'bare', sessionID)
  logbook.note('began', sessionID)
}

function show (req, res, { laboratory, logbook, module, secrets }) {
  const { session } = req
  const { notice } = session
  delete session.notice
  const token = csrf.tokenOf(session)
  // The response starts the cookie's time anew. Done already here, the page shows what the browser is about to be told.
  session.touch()
  const sent = sentCookie(req.headers, COOKIE_NAME)

  res.send(mainPage({
    id: req.sessionID,
    user: session.user,
    views: session.views || 0,
    cookie: { name: COOKIE_NAME, sent, ...session.cookie.data },
    secrets: { count: secrets.length, signer: signerOf(sent, req.sessionID, secrets) },
    hasKeptCookie: forgery.keptCookie(req.headers) !== undefined,
    history: logbook.history(),
    notice,
    module,
    laboratory,
    token
  }))
}

module.exports = visits
