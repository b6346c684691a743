// What does an application look like whose forms carry a token of csurf, whose secret is kept in the session?
'use strict'

const csurf = require('csurf')

/** @param {import('./both-sides').Ingredients} ingredients */
function createApp ({ express, sessions }) {
  const app = express()
  app.use(express.urlencoded({ extended: false }))
  app.use(sessions({ rolling: true }))
  app.use(csurf())

  app.get('/form', (req, res) => res.send(req.csrfToken()))
  app.post('/name', (req, res) => {
    req.session.name = req.body.name
    res.send(`Hello, ${req.session.name}`)
  })
  app.post('/logout', (req, res, next) => {
    req.session.destroy((error) => error ? next(error) : res.clearCookie('connect.sid').redirect('/form'))
  })

  return app
}

module.exports = createApp
