// What does an application answer, whatever framework it is written with? In the JavaScript that webpack 4 can read.
'use strict'

/** Long enough to notice which byte of it got lost. */
const letters = 'abcdefghijklmnopqrstuvwxyz'.repeat(40)

const answers = {
  '/count': (req, send) => {
    req.session.views = (req.session.views || 0) + 1
    send(req.session.views)
  },

  '/login': (req, send) => {
    const before = req.sessionID
    req.session.regenerate((error) => {
      req.session.user = 'ada'
      send(error || `a new id: ${req.sessionID !== before}`)
    })
  },

  '/user': (req, send) => send(req.session.user),

  '/logout': (req, send) => {
    req.session.destroy((error) => send(error || `a session: ${req.session !== undefined}`))
  },

  // The response waits for the store, and its last byte is held back.
  '/letters': (req, send) => {
    req.session.letters = true
    send(letters)
  },

  '/add-secret': (req, send, { secret }) => send(secret.unshift('a second secret')),

  '/drop-secret': (req, send, { secret }) => {
    secret.pop()
    send(secret.length)
  },

  '/same': (req, send, { isSame }) => send(isSame)
}

/**
 * Answers a request with text of known length, by means of `node:http` alone, which every framework here extends.
 *
 * @param {{ secret: string[], isSame: boolean }} application its secrets, and whether `require` and `import` gave it one object
 */
function answer (req, res, application) {
  const send = (value) => {
    const text = String(value)
    res.setHeader('Content-Length', Buffer.byteLength(text))
    res.end(text)
  }
  answers[req.url](req, send, application)
}

module.exports = { answer }
