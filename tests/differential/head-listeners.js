'use strict'

// What may others do at the moment when a response's headers are about to go out?

const { describe } = require('./describe')

module.exports = {
  looks: ({ req, res, log }) => log('head', `session ${describe(req.session)}, Set-Cookie ${describe(res.getHeader('Set-Cookie'))}`),
  'changes the session': ({ req }) => { if (typeof req.session === 'object' && req.session) req.session.late = 'at head' },
  'drops the session': ({ req }) => { req.session = null },
  'sets a cookie': ({ res }) => { res.setHeader('Set-Cookie', 'listener=1') },
  saves: ({ req, run, log }) => {
    if (!req.session?.save) return
    // 25 in COMPATIBILITY.md
    if (!run.savesUninitialized) req.session.byHand = 1
    req.session.save(error => log('called back', `save at head ${describe(error)}`))
  }
}
