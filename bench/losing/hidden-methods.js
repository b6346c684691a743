// Which ways to wrap `save` and `reload` of one session lost?
'use strict'

const { internal } = require('../measure/sides')

const Session = internal('session/session')

const why = {
  'defineProperties once': 'an object of descriptors around the two costs more than the second call',
  'plain assignment': 'the fastest, but the methods show up among the data: in Object.keys, in a spread, in stores that copy',
  'a prototype for each session': 'setPrototypeOf gives every session a shape of its own',
  'methods of a shared prototype': 'nothing to define, but changing the prototype of an object that exists costs more than that'
}

const hidden = (value) => ({ configurable: true, enumerable: false, writable: true, value })
const shared = Object.create(Session.prototype, { save: hidden(function () {}), reload: hidden(function () {}) })

function ways () {
  const fresh = () => new Session({ sessionID: 'an id' }, { views: 1 })
  return {
    'defineProperty twice (chosen)': () => {
      const session = fresh()
      Object.defineProperty(session, 'reload', hidden(() => session))
      return Object.defineProperty(session, 'save', hidden(() => session)).views
    },
    'defineProperties once': () => {
      const session = fresh()
      return Object.defineProperties(session, { reload: hidden(() => session), save: hidden(() => session) }).views
    },
    'plain assignment': () => {
      const session = fresh()
      session.reload = () => session
      session.save = () => session
      return session.views
    },
    'a prototype for each session': () => {
      const session = fresh()
      const methods = Object.create(Session.prototype)
      methods.reload = () => session
      methods.save = () => session
      return Object.setPrototypeOf(session, methods).views
    },
    'methods of a shared prototype': () => Object.setPrototypeOf(fresh(), shared).views
  }
}

module.exports = [{ question: 'How are `save` and `reload` of one session best wrapped, out of sight?', why, ways }]
