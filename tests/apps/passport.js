// What does an application look like whose visitors log in with Passport and a password of its own?
'use strict'

const { Passport } = require('passport')
const { Strategy } = require('passport-local')

const users = new Map([['ada', 'difference'], ['grace', 'compiler']])

/** @param {import('./both-sides').Ingredients} ingredients */
function createApp ({ express, sessions }) {
  const passport = new Passport()
  passport.use(new Strategy((name, password, done) => {
    if (users.get(name) !== password) return done(null, false, { message: `No, ${name}.` })
    done(null, { name })
  }))
  passport.serializeUser((user, done) => done(null, user.name))
  passport.deserializeUser((name, done) => done(null, users.has(name) && { name }))

  const app = express()
  app.use(express.urlencoded({ extended: false }))
  app.use(sessions())
  app.use(passport.authenticate('session'))

  app.get('/', (req, res) => {
    const { messages = [], cart = [] } = req.session
    delete req.session.messages
    res.json({ user: req.user?.name, messages, cart, id: req.sessionID })
  })

  app.post('/cart', (req, res) => {
    (req.session.cart ??= []).push(req.body.item)
    res.redirect(303, '/')
  })

  app.get('/account', (req, res) => {
    if (req.isAuthenticated()) return res.send(`The account of ${req.user.name}`)
    req.session.returnTo = req.originalUrl
    res.redirect('/')
  })

  const answers = { successReturnToOrRedirect: '/', failureRedirect: '/', failureMessage: true }
  app.post('/login', passport.authenticate('local', answers))
  app.post('/login/keeping', passport.authenticate('local', { ...answers, keepSessionInfo: true }))
  app.post('/login/once', passport.authenticate('local', { session: false }), (req, res) => res.send(req.user.name))

  app.post('/logout', (req, res, next) => req.logout((error) => error ? next(error) : res.redirect('/')))
  app.post('/logout/keeping', (req, res, next) => {
    req.logout({ keepSessionInfo: true }, (error) => error ? next(error) : res.redirect('/'))
  })

  return app
}

module.exports = createApp
