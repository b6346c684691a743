// Does a browser that follows a redirect find the session that was changed on the way?
'use strict'

const express = require('express')
const Client = require('../client')
const { settings } = require('./settings')

const VISITORS = 50
// As many as come at once: the store, not this machine, is to be what is slow.
const AT_ONCE = 10
const SAVE_MS = 250

module.exports = {
  name: 'redirect',
  title: 'A redirect against a slow store',
  what: `${VISITORS} visitors log in, ${AT_ONCE} at a time. The store takes ${SAVE_MS} ms to save, the answer is a redirect, and nobody called save by hand.`,

  app (session, options) {
    const app = express()
    app.use(session({ ...settings, ...options, store: slowStore(session) }))
    app.post('/login', (req, res) => {
      req.session.user = 'Ada'
      res.redirect(303, '/welcome')
    })
    app.get('/welcome', (req, res) => res.send(req.session.user ?? 'nobody'))
    return app
  },

  async run (site) {
    // what is slow the first time, code and connections, is not the question
    await new Client(site).post('/login')
    const greeted = []
    while (greeted.length < VISITORS) {
      const arrivals = await Promise.all(Array.from({ length: AT_ONCE }, () => new Client(site).post('/login')))
      greeted.push(...arrivals.map(({ text }) => text))
    }
    return { found: greeted.filter((user) => user === 'Ada').length, of: VISITORS }
  },

  tell ({ found, of }) {
    return {
      isGood: found === of,
      figure: `${found} of ${of}`,
      words: found === of
        ? 'found their session. Nothing of the redirect goes out before the store has answered.'
        : 'found their session. The others came to the next page before they were saved, and have to log in again.'
    }
  }
}

function slowStore (session) {
  class SlowStore extends session.MemoryStore {
    set (id, data, callback) {
      setTimeout(() => super.set(id, data, callback), SAVE_MS)
    }
  }
  return new SlowStore()
}
