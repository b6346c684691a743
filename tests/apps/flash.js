// What does an application look like that shows messages once, on the next page?
'use strict'

const util = require('node:util')

// connect-flash takes it from here, and Node.js 23 has removed it.
util.isArray ??= Array.isArray
const flash = require('connect-flash')

/** @param {import('./both-sides').Ingredients} ingredients */
function createApp ({ express, sessions }) {
  const app = express()
  app.use(express.urlencoded({ extended: false }))
  app.use(sessions())
  app.use(flash())

  app.get('/', (req, res) => res.json(req.flash('info')))
  app.get('/all', (req, res) => res.json(req.flash()))
  app.get('/elsewhere', (req, res) => res.send('A page without messages'))
  app.post('/', (req, res) => {
    req.flash('info', 'Sent to %s.', req.body.name)
    res.redirect('/')
  })
  app.post('/many', (req, res) => {
    const count = req.flash('error', ['No stamp.', 'No address.'])
    res.status(400).send(`${count} errors`)
  })

  return app
}

module.exports = createApp
