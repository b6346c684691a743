'use strict'

// What can a handler see of the session at this moment?

const { describe } = require('./describe')

function observe (session, req, log) {
  const seen = req.session
  log('sees', `sessionID ${describe(req.sessionID)}, session ${describe(seen)}`)
  if (typeof seen !== 'object' || seen === null) return

  log('sees', `own names ${Object.getOwnPropertyNames(seen).join()}, id ${describe(seen.id)}, ` +
    `its req ${seen.req === req}, a Session ${seen instanceof session.Session}`)
  observeCookie(session, seen.cookie, log)
}

function observeCookie ({ Cookie }, cookie, log) {
  if (typeof cookie !== 'object' || cookie === null) return
  const names = []
  for (const name in cookie) names.push(name)
  log('sees', `cookie names ${names.join()}, own ${Object.getOwnPropertyNames(cookie).join()}, a Cookie ${cookie instanceof Cookie}`)
  log('sees', `cookie maxAge ${describe(cookie.maxAge)}, expires ${describe(cookie.expires)}, data ${describe(cookie.data)}`)
}

module.exports = { observe }
