// What do concurrent requests with one session really come to, in a given order of their store calls?
'use strict'

const { IncomingMessage, ServerResponse } = require('node:http')
const { setImmediate: nextTurn } = require('node:timers/promises')
const { SECRET, idIn, signedCookie } = require('../shim/signed-cookie')
const { HeldCalls, heldStore } = require('./held-store')
const { names, shared } = require('./model')

const read = (req, res) => res.end()

const handlers = {
  get: read,
  touch: read,
  resave: read,
  set (req, res) {
    note(req)
    res.end()
  },
  destroy (req, res) {
    req.session.destroy((error) => error ? req.failures.push(error) : res.end())
  },
  regenerate (req, res) {
    req.session.regenerate((error) => {
      if (error) req.failures.push(error)
      note(req)
      res.end()
    })
  }
}

function note (req) {
  req.session[req.name] = true
}

/** The names that were noted in a session. */
function notesIn (session) {
  return names.filter((name) => name in session).join('')
}

/**
 * One module, ready to play requests again and again.
 */
class Stage {
  /** @param {any} session express-session or a module like it */
  constructor (session) {
    this.calls = new HeldCalls()
    const settings = { secret: SECRET, resave: false, saveUninitialized: false, genid: (req) => `${req.name}${++req.ids}` }
    const middleware = (options, store = heldStore(session.Store, this.calls)) => session({ ...settings, ...options, store })
    const usual = middleware({})
    this.middlewares = {
      get: middleware({}, Object.assign(heldStore(session.Store, this.calls), { touch: undefined })),
      touch: usual,
      resave: middleware({ resave: true }),
      set: usual,
      destroy: usual,
      regenerate: usual
    }
  }

  /**
   * @param {string[]} chosen kinds of the requests
   * @param {string} order
   * @returns {Promise<object>} the outcome, as the model tells it
   */
  async play (chosen, order) {
    const { calls } = this
    calls.trace = []
    calls.waiting.clear()
    calls.sessions = new Map([[shared, JSON.stringify({ cookie: { originalMaxAge: null, expires: null, httpOnly: true, path: '/' } })]])

    const visits = chosen.map((kind, index) => this.begin(kind, names[index]))
    for (const visit of visits) await this.settled(visit)
    for (const name of order) {
      calls.release(name)
      await this.settled(visits[names.indexOf(name)])
    }

    return {
      trace: calls.trace,
      unfinished: [...calls.waiting.keys()],
      sessions: Object.fromEntries([...calls.sessions].sort().map(([id, json]) => [id, notesIn(JSON.parse(json))])),
      answers: Object.fromEntries(visits.map((visit) => [visit.req.name, answerOf(visit)]))
    }
  }

  begin (kind, name) {
    const req = Object.assign(new IncomingMessage(null), { method: 'GET', url: '/', name, ids: 0, failures: [], saw: 'nothing' })
    req.headers.cookie = signedCookie(shared)
    const res = new ServerResponse(req)
    this.calls.during(name, () => this.middlewares[kind](req, res, (error) => {
      if (error) {
        req.failures.push(error)
        return
      }
      req.saw = req.session.id === shared ? `"${notesIn(req.session)}"` : 'a new session'
      handlers[kind](req, res)
    }))
    return { req, res }
  }

  /** Waits until a request has ended or asks the store for something. */
  async settled ({ req, res }) {
    for (let turn = 0; turn < 20 && !res.writableEnded && !this.calls.waiting.has(req.name); turn++) await nextTurn()
  }
}

function answerOf ({ req, res }) {
  if (req.failures.length > 0) return req.failures.join()
  if (!res.writableEnded) return 'none'
  const cookies = [res.getHeader('Set-Cookie') ?? []].flat()
  return `saw ${req.saw}, cookie ${cookies.map(idIn).join() || 'none'}`
}

module.exports = { Stage }
