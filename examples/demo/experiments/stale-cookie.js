// Which of two cookies with one name opens the session?
'use strict'

const express = require('express')
const Client = require('../client')
const { COOKIE_NAME, settings } = require('./settings')

module.exports = {
  name: 'stale-cookie',
  title: 'A stale cookie in front',
  what: 'A browser sends two cookies of the same name, as it does when one was set for another path or domain: first one whose secret was retired, then the good one.',

  app (session, options) {
    const app = express()
    app.use(session({ ...settings, ...options, store: new session.MemoryStore() }))
    app.post('/login', (req, res) => {
      req.session.user = 'Ada'
      res.send('welcome')
    })
    app.get('/', (req, res) => res.send(req.session.user ?? 'nobody'))
    return app
  },

  async run (site) {
    const browser = new Client(site)
    await browser.post('/login')
    browser.cookie = `${COOKIE_NAME}=s%3A${'o'.repeat(32)}.${'A'.repeat(43)}; ${browser.cookie}`
    return { user: (await browser.get('/')).text }
  },

  tell ({ user }) {
    return user === 'Ada'
      ? { isGood: true, figure: 'logged in', words: 'The first cookie with a valid signature counts.' }
      : { isGood: false, figure: 'a stranger', words: 'Only the first cookie was read. The visitor cannot log in until the stale one has expired.' }
  }
}
