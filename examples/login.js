// How do people log in and out without leaving a stolen session behind? Run `node examples/login.js`, be ada.
'use strict'

const { randomBytes } = require('node:crypto')
const express = require('express')
const session = require('../pkg') // in a project of your own: require('express-session-wasm')

// Yours come from a database, and as hashes.
const passwords = new Map([['ada', 'difference'], ['grace', 'compiler']])

const app = express()

app.use(session({
  secret: process.env.SESSION_SECRET || randomBytes(32).toString('hex'),
  resave: false,
  saveUninitialized: false,
  // Lax: a form on another site cannot post with this cookie. Auto: sent over HTTPS alone where there is HTTPS.
  cookie: { sameSite: 'lax', secure: 'auto', maxAge: 60 * 60 * 1000 }
}))

app.get('/', (req, res) => {
  const { user } = req.session
  res.set('Cache-Control', 'no-store')
  res.send(`<!doctype html><title>Log in</title>${user ? greeting(user) : form}`)
})

app.post('/login', express.urlencoded({ extended: false }), async (req, res) => {
  const { user, password } = req.body || {}
  if (!passwords.has(user) || passwords.get(user) !== password) {
    res.status(403).send('Wrong name or password')
    return
  }

  // A new id: one that somebody knew or planted before the log-in must not be logged in by it.
  const fresh = await req.session.regenerate()
  fresh.user = user
  // A log-in that could not be saved is an error, and no redirect.
  await fresh.save()
  res.redirect(303, '/')
})

app.post('/logout', async (req, res) => {
  // Gone from the store: a copy of the cookie opens nothing any more.
  await req.session.destroy()
  res.redirect(303, '/')
})

// Safe in HTML, because only the names above ever get into a session.
const greeting = (user) => `<p>Hello, ${user}.</p><form method="post" action="/logout"><button>Log out</button></form>`
const form = '<form method="post" action="/login"><input name="user"><input name="password" type="password"><button>Log in</button></form>'

module.exports = app

if (require.main === module) {
  const server = app.listen(Number(process.env.PORT || 3000), '127.0.0.1', (error) => {
    if (error) throw error
    console.log(`http://127.0.0.1:${server.address().port}/`)
  })
}
