// What does an application look like whose forms carry a token that csrf-csrf ties to the session?
'use strict'

const cookieParser = require('cookie-parser')
const { doubleCsrf } = require('csrf-csrf')

const { doubleCsrfProtection, generateCsrfToken } = doubleCsrf({
  getSecret: () => 'of the tokens',
  getSessionIdentifier: (req) => req.session.id,
  getCsrfTokenFromRequest: (req) => req.body.token,
  cookieName: 'token',
  cookieOptions: { secure: false }
})

/** @param {import('./both-sides').Ingredients} ingredients */
function createApp ({ express, sessions }) {
  const app = express()
  app.use(express.urlencoded({ extended: false }))
  app.use(cookieParser('of both sides'))
  app.use(sessions())
  app.use(doubleCsrfProtection)

  app.get('/form', (req, res) => {
    // A session that is not saved has another id in the next request, and the token would not fit.
    req.session.forms = (req.session.forms ?? 0) + 1
    res.send(generateCsrfToken(req, res))
  })
  app.post('/name', (req, res) => {
    req.session.name = req.body.name
    res.send(`Hello, ${req.session.name}`)
  })
  app.post('/login', (req, res, next) => {
    req.session.regenerate((error) => {
      if (error) return next(error)
      req.session.user = req.body.name
      res.send(generateCsrfToken(req, res, { overwrite: true }))
    })
  })

  return app
}

module.exports = createApp
