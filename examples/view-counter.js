// How often has each visitor been here? Run `node examples/view-counter.js` and reload the page it names.
'use strict'

const { randomBytes } = require('node:crypto')
const express = require('express')
const session = require('../pkg') // in a project of your own: require('express-session-wasm')

const app = express()

app.use(session({
  // Without SESSION_SECRET all cookies lose their worth when the process ends: fine for an example.
  secret: process.env.SESSION_SECRET || randomBytes(32).toString('hex'),
  resave: false,
  saveUninitialized: false,
  cookie: { sameSite: 'lax', maxAge: 60 * 60 * 1000 }
}))

app.get('/', (req, res) => {
  req.session.views = (req.session.views || 0) + 1
  res.set('Cache-Control', 'no-store')
  res.send(`<!doctype html><title>View counter</title><p>Views: ${req.session.views}</p>`)
})

module.exports = app

if (require.main === module) {
  const server = app.listen(Number(process.env.PORT || 3000), '127.0.0.1', (error) => {
    if (error) throw error
    console.log(`http://127.0.0.1:${server.address().port}/`)
  })
}
