// Does a cookie open a session that the server did not sign?
'use strict'

const express = require('express')
const Client = require('../client')
const { COOKIE_NAME, settings } = require('./settings')

module.exports = {
  name: 'forgeries',
  title: 'Forged cookies',
  what: 'Somebody knows the session id of a visitor and makes cookies for it: without a signature, with that of another id, cut short, made longer, padded.',

  app (session, options) {
    const app = express()
    app.use(session({ ...settings, ...options, store: new session.MemoryStore() }))
    app.post('/login', (req, res) => {
      req.session.user = 'Ada'
      res.send(req.sessionID)
    })
    app.get('/', (req, res) => res.send(req.session.user ?? 'nobody'))
    return app
  },

  async run (site) {
    const [browser, other] = [new Client(site), new Client(site)]
    const { text: id } = await browser.post('/login')
    await other.post('/login')
    const forger = new Client(site)
    const users = []
    for (const forgery of forgeries(id, signatureOf(browser), signatureOf(other))) {
      forger.cookie = `${COOKIE_NAME}=${encodeURIComponent(forgery)}`
      users.push((await forger.get('/')).text)
    }
    return { opened: users.filter((user) => user === 'Ada').length, of: users.length, isOwnerIn: (await browser.get('/')).text === 'Ada' }
  },

  tell ({ opened, of, isOwnerIn }) {
    return {
      isGood: opened === 0 && isOwnerIn,
      figure: `${opened} of ${of}`,
      words: `forgeries opened the session. The visitor’s own cookie ${isOwnerIn ? 'does' : 'does not, either'}.`
    }
  }
}

/** A cookie is `s:`, the id, a dot and the signature. */
function forgeries (id, signature, otherSignature) {
  return [
    id,
    `s:${id}`,
    `s:${id}.`,
    `s:${id}.${otherSignature}`,
    `s:${id}.${signature.slice(0, -1)}`,
    `s:${id}.${signature}A`,
    `s:${id}.${signature}=`,
    `s:${id}.${'A'.repeat(signature.length)}`
  ]
}

function signatureOf ({ cookie }) {
  const value = decodeURIComponent(cookie.slice(cookie.indexOf('=') + 1))
  return value.slice(value.lastIndexOf('.') + 1)
}
