// What becomes of two changes that two tabs make to one session at the same time?
'use strict'

const express = require('express')
const Client = require('../client')
const Meeting = require('../meeting')
const { settings } = require('./settings')

const PAIRS = 20

module.exports = {
  name: 'two-tabs',
  title: 'Two tabs that write at once',
  what: `${PAIRS} visitors have two tabs open. One puts a book in the cart while the other changes the language: different keys of one session.`,
  option: { concurrency: 'merge' },

  app (session, options) {
    const tabs = new Meeting(2)
    const app = express()
    app.use(session({ ...settings, ...options, store: new session.MemoryStore() }))
    app.post('/arrive', (req, res) => {
      req.session.visits = 1
      res.send('welcome')
    })
    app.post('/change/:key', async (req, res) => {
      // by now both have read the session
      await tabs.join(req.sessionID)
      req.session[req.params.key] = true
      res.send('changed')
    })
    app.get('/', (req, res) => res.send(`cart ${req.session.cart}, language ${req.session.language}`))
    return app
  },

  async run (site) {
    const kept = await Promise.all(Array.from({ length: PAIRS }, async () => {
      const browser = new Client(site)
      await browser.post('/arrive')
      await Promise.all([browser.post('/change/cart'), browser.post('/change/language')])
      return (await browser.get('/')).text === 'cart true, language true'
    }))
    return { kept: kept.filter(Boolean).length, of: PAIRS }
  },

  tell ({ kept, of }) {
    return {
      isGood: kept === of,
      figure: `${kept} of ${of}`,
      words: kept === of
        ? 'kept both changes. Each key is taken from the tab that changed it.'
        : 'kept both changes. For the others the session that was saved last undid the other tab’s change.'
    }
  }
}
