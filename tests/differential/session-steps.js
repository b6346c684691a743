'use strict'

// What may a handler do with its session, the session's cookie and req?

const { describe } = require('./describe')
const { observe } = require('./observe')
const { revive } = require('./values')

module.exports = {
  look: context => observe(context.session, context.req, context.log),

  // the session's data
  set: ({ req }, { key, value }) => { req.session[key] = revive(value) },
  delete: ({ req }, { key }) => { delete req.session[key] },
  nested: ({ req }) => {
    if (!req.session.user) req.session.user = {}
    req.session.user.visits = (req.session.user.visits || 0) + 1
  },
  revert: ({ req }, { key, value }) => {
    const had = Object.hasOwn(req.session, key)
    const before = req.session[key]
    req.session[key] = revive(value)
    if (had) req.session[key] = before
    else delete req.session[key]
  },
  // same data, other order of keys
  reorder: ({ req }, { key }) => {
    const before = req.session[key]
    delete req.session[key]
    req.session[key] = before
  },
  // with the cookie, for what lacks it cannot be loaded again
  'session toJSON': ({ req }) => {
    req.session.toJSON = function () {
      return { all: 'there is', cookie: this.cookie }
    }
  },

  // the session's methods
  touch: ({ req, log }) => { log('returned', `touch: itself ${req.session.touch() === req.session}`) },
  resetMaxAge: ({ req, log }) => { log('returned', `resetMaxAge: itself ${req.session.resetMaxAge() === req.session}`) },
  save: (context, step, done) => {
    mark(context, context.req.session)
    return sessionMethod('save')(context, step, done)
  },
  reload: sessionMethod('reload'),
  regenerate: sessionMethod('regenerate'),
  destroy: sessionMethod('destroy'),
  keep: context => { context.kept = context.req.session },
  'put back': context => { context.req.session = context.kept },
  'set on kept': ({ kept }) => { kept.late = 1 },
  'save kept': (context, step, done) => {
    mark(context, context.kept)
    return callBack(context, 'save kept', step.then, done, callback => context.kept.save(...callback))
  },
  'replace save': ({ req, log }) => {
    const save = req.session.save
    req.session.save = function (...args) {
      log('replaced', `save ${describe(args)}`)
      return save.apply(this, args)
    }
  },

  // the session's cookie
  'assign cookie field': ({ req }, { field, value }) => { req.session.cookie[field] = revive(value) },
  'delete cookie field': ({ req }, { field }) => { delete req.session.cookie[field] },
  'set foreign cookie field': ({ req }) => { req.session.cookie.foreign = 1 },
  'assign cookie': ({ req }, { value }) => { req.session.cookie = revive(value) },
  'serialize cookie': ({ req, log }) => log('returned', `cookie.serialize ${describe(req.session.cookie.serialize('name', 'välue;'))}`),

  // the request
  'assign session': ({ req }, { value }) => { req.session = revive(value) },
  'delete session': ({ req }) => { delete req.session },
  'assign id': ({ req }, { value }) => { req.sessionID = revive(value) }
}

// What is saved holds something then that it did not hold at first, and that nothing takes out again.
function mark ({ run }, session) {
  if (!run.savesUninitialized && typeof session?.save === 'function') session.byHand = 1
}

function sessionMethod (method) {
  return (context, { then }, done) => callBack(context, method, then, done, callback => {
    const before = context.req.session
    const returned = before[method](...callback)
    context.log('returned', `${method}: itself ${returned === before}`)
  })
}

function callBack (context, name, then, done, call) {
  const before = context.req.session
  const callback = (...args) => {
    context.log('called back', `${name} ${describe(args)}, same session ${context.req.session === before}`)
    observe(context.session, context.req, context.log)
    if (then === 'wait') done()
  }
  call(then === 'bare' ? [] : [callback])
  if (then !== 'wait') done()
}
