// Does a log-out hold while another request of the same session is still under way?
'use strict'

const express = require('express')
const Client = require('../client')
const Meeting = require('../meeting')
const { settings } = require('./settings')

const VISITORS = 20

module.exports = {
  name: 'log-out',
  title: 'Log-out while a request is under way',
  what: `${VISITORS} visitors log out while a report of theirs is being made, which notes in the session that it is done. Then their cookies are tried once more.`,
  option: { concurrency: 'merge' },

  app (session, options) {
    const underWay = new Meeting(2)
    const loggedOut = new Meeting(2)
    const app = express()
    app.use(session({ ...settings, ...options, store: new session.MemoryStore() }))
    app.post('/login', (req, res) => {
      req.session.user = 'Ada'
      res.send('welcome')
    })
    app.post('/report', async (req, res) => {
      await underWay.join(req.sessionID)
      await loggedOut.join(req.sessionID)
      req.session.reports = 1
      res.send('the report')
    })
    app.post('/logout', async (req, res) => {
      const { sessionID } = req
      await underWay.join(sessionID)
      req.session.destroy(() => {
        res.once('finish', () => loggedOut.join(sessionID))
        res.send('goodbye')
      })
    })
    app.get('/', (req, res) => res.send(req.session.user ?? 'nobody'))
    return app
  },

  async run (site) {
    const users = await Promise.all(Array.from({ length: VISITORS }, async () => {
      const browser = new Client(site)
      await browser.post('/login')
      const thief = new Client(site)
      thief.cookie = browser.cookie
      await Promise.all([browser.post('/report'), browser.post('/logout')])
      return (await thief.get('/')).text
    }))
    return { out: users.filter((user) => user === 'nobody').length, of: VISITORS }
  },

  tell ({ out, of }) {
    return {
      isGood: out === of,
      figure: `${out} of ${of}`,
      words: out === of
        ? 'stayed logged out. What was destroyed is not saved again.'
        : 'stayed logged out. The report saved the session that it had read, and so brought the others back.'
    }
  }
}
