'use strict'

// What may a handler do with the store, the secret and time?

const clock = require('./clock')
const { describe } = require('./describe')
const { rotate } = require('./secrets')

module.exports = {
  'store.generate': ({ req }) => req.sessionStore.generate(req),
  'store.load': ({ req, log, session }, step, done) => {
    req.sessionStore.load(req.sessionID, (error, loaded) => {
      log('called back', `store.load ${describe(error)} ${describe(loaded)}, a Session ${loaded instanceof session.Session}`)
      done()
    })
  },
  'store.createSession': ({ req, log }) => {
    const record = { cookie: { originalMaxAge: 5000, expires: new Date(Date.now() + 1000).toISOString() }, made: 1 }
    log('returned', `createSession ${describe(req.sessionStore.createSession(req, record))}`)
  },
  'another request saves': ({ req, log }, step, done) => {
    const record = { cookie: { originalMaxAge: null, expires: null, httpOnly: true, path: '/' }, behind: 1 }
    req.sessionStore.set(req.sessionID, record, logged(log, 'store.set', done))
  },
  'store.all': ({ req, log }, step, done) => req.sessionStore.all(logged(log, 'store.all', done)),
  'store.length': ({ req, log }, step, done) => req.sessionStore.length(logged(log, 'store.length', done)),
  'store.clear': ({ req, log }, step, done) => req.sessionStore.clear(logged(log, 'store.clear', done)),
  'store.emit': ({ req }, { event }) => { req.sessionStore.emit(event) },
  rotate: ({ run }, { how }) => rotate(run.secret, how),

  tick: (context, { ms }) => clock.advance(ms),
  turn: (context, { kind }, done) => {
    if (kind === 'immediate') setImmediate(done)
    else if (kind === 'nextTick') process.nextTick(done)
    else queueMicrotask(done)
  }
}

function logged (log, name, done) {
  return (...args) => {
    log('called back', `${name} ${describe(args)}`)
    done()
  }
}
