// What does a visitor get when the session holds something that no store can keep?
'use strict'

const express = require('express')
const Client = require('../client')
const { settings } = require('./settings')

const PATIENCE_MS = 1000

module.exports = {
  name: 'not-json',
  title: 'A session that cannot be serialized',
  what: `A handler puts a BigInt into the session, of which JSON knows nothing. The visitor waits for ${PATIENCE_MS / 1000} second.`,

  app (session, options) {
    const app = express()
    app.use(session({ ...settings, ...options, store: new session.MemoryStore() }))
    app.get('/', (req, res) => {
      req.session.total = 20n
      res.send('in the cart')
    })
    app.use((error, req, res, _next) => {
      res.status(500).send(`Sorry. ${error.name}: ${error.message}`)
    })
    return app
  },

  async run (site) {
    try {
      const { status, text } = await new Client(site).get('/', PATIENCE_MS)
      return { status, text }
    } catch (error) {
      if (error.name === 'TimeoutError') return { status: null }
      throw error
    }
  },

  tell ({ status, text }) {
    return status === null
      ? { isGood: false, figure: 'no answer', words: 'The response never ends. The application’s error handler was asked, and could not end it either.' }
      : { isGood: true, figure: `status ${status}`, words: `The application’s error handler answered: “${text}”` }
  }
}
