// How is a middleware of Express's kind put into an application?
'use strict'

const cookieSession = require('cookie-session')
const { respond } = require('../measure/exchange')
const { sides } = require('../measure/sides')
const { secret } = require('../measure/visitors')
const { heldStore } = require('./held-store')

/** @param {(req: any, res: any, next: (error?: any) => void) => void} [middleware] */
function application (middleware) {
  return (req, res) => {
    if (!middleware) return respond(res)
    middleware(req, res, (error) => {
      if (error) throw error
      if (req.url === '/login') Object.assign(req.session, req.login)
      else if (!req.session.user) throw new Error('the session was lost')
      respond(res)
    })
  }
}

const framework = { name: 'no framework', bare: async () => application() }

module.exports = [
  ...sides.map(({ name, session }) => ({
    name,
    framework,
    keeps: 'a signed id in the cookie, data in a store',
    create: async () => application(session({
      secret, resave: false, saveUninitialized: false, store: new (heldStore(session.Store))()
    }))
  })),
  {
    name: 'cookie-session',
    framework,
    keeps: 'data in the cookie, signed with SHA-1, readable by the browser',
    create: async () => application(cookieSession({ name: 'session', keys: [secret] }))
  }
]
