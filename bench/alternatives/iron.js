// How does iron-session keep sessions?
'use strict'

const { getIronSession } = require('iron-session')
const { respond } = require('../measure/exchange')
const { secret } = require('../measure/visitors')

module.exports = [{
  name: 'iron-session',
  framework: { name: 'no framework', bare: async () => (req, res) => respond(res) },
  keeps: 'data in the cookie, encrypted',
  create: async () => async (req, res) => {
    const session = await getIronSession(req, res, {
      password: secret, cookieName: 'session', cookieOptions: { secure: false }
    })
    if (req.url === '/login') {
      Object.assign(session, req.login)
      await session.save()
    } else if (!session.user) {
      throw new Error('the session was lost')
    }
    respond(res)
  }
}]
