// What do concurrent requests come to with the option `concurrency`, in every order in which a store can answer their calls?
//
// Which calls there are depends on what was answered before, so no list of orders is made beforehand: an order is played to its
// end, and then every other one that branches off from it.
'use strict'

const { IncomingMessage, ServerResponse } = require('node:http')
const path = require('node:path')
const { setImmediate: nextTurn } = require('node:timers/promises')
const { SECRET, signedCookie } = require('../shim/signed-cookie')
const { HeldCalls } = require('./held-store')
const { names, shared } = require('./model')

const tombstone = `destroyed-${shared}`
const start = JSON.stringify({ cookie: { originalMaxAge: null, expires: null, httpOnly: true, path: '/' } })

/**
 * How a store answers.
 *
 * - `held`: a call takes effect, and is answered, when it is released
 * - `late`: it takes effect at once, and is answered when it is released
 * - `at once`: it takes effect and is answered at once; what is released is the rest of the request, once its session is there
 */
const manners = ['held', 'late', 'at once']

/** Calls of which one may fail. */
class FailingCalls extends HeldCalls {
  /** @param {number} failing which call fails, as counted from 0; -1: none */
  constructor (failing) {
    super()
    this.failing = failing
    this.count = 0
  }

  fails () {
    return this.count++ === this.failing
  }

  /** The effect says what the trace says, and when. */
  hold (method, id, effect, callback) {
    const trace = this.trace
    super.hold(method, id, (sessions) => {
      trace.pop()
      return effect(sessions)
    }, callback)
  }
}

/** The methods that a scene needs of a store: `set` and `destroy` alone take back nothing, and `touch` makes nothing. */
function storeOf (Store, calls, manner, { setIf, touch }) {
  const ask = (method, id, effect, callback) => {
    const isFailing = calls.fails()
    const act = () => {
      calls.trace.push(`${calls.current()} ${method} ${id}${isFailing ? ' fails' : ''}`)
      return isFailing ? undefined : effect(calls.sessions)
    }
    const error = isFailing ? new Error('the store fails') : null
    if (manner === 'at once') return callback(error, act())
    if (manner === 'held') return calls.hold(method, id, act, (_, result) => callback(error, result))
    const result = act()
    calls.hold(method, id, () => {}, () => callback(error, result))
  }
  const found = (sessions, id) => sessions.has(id) ? JSON.parse(sessions.get(id)) : null
  const store = Object.assign(new Store(), {
    get: (id, callback) => ask('get', id, (sessions) => found(sessions, id), callback),
    set (id, session, callback) {
      const json = JSON.stringify(session)
      ask('set', id, (sessions) => { sessions.set(id, json) }, callback)
    },
    destroy: (id, callback) => ask('destroy', id, (sessions) => { sessions.delete(id) }, callback)
  })
  if (touch) store.touch = (id, session, callback) => ask('touch', id, () => {}, callback)
  if (setIf) {
    store.setIf = (id, session, previous, callback) => {
      const [json, before] = [JSON.stringify(session), JSON.stringify(previous)]
      ask('setIf', id, (sessions) => {
        if (sessions.get(id) !== before) return false
        sessions.set(id, json)
        return true
      }, callback)
    }
  }
  return store
}

/** As many instances of a module as there are processes. */
function instances (count) {
  const file = require.resolve(process.env.SESSION_MODULE || '../../pkg')
  const folder = path.dirname(file)
  return Array.from({ length: count }, () => {
    for (const name of Object.keys(require.cache)) if (name.startsWith(folder)) delete require.cache[name]
    return require(file)
  })
}

/**
 * @typedef {object} Scene
 * @property {string[]} chosen kinds of the requests A, B, C, as in model.js
 * @property {any[]} modules that serve A, B, C
 * @property {'last-write' | 'merge' | 'reject'} concurrency
 * @property {'held' | 'late' | 'at once'} [manner]
 * @property {boolean} [setIf] whether the store has that
 */

/**
 * Plays every order.
 *
 * @param {Scene} scene
 * @param {(outcome: any) => void} seen
 * @param {boolean} [fails] whether also with each of the calls failing
 * @returns {Promise<number>} how many were played
 */
async function explore (scene, seen, fails = false) {
  let count = 0
  const from = async (failing) => {
    const begun = ['']
    let calls = 0
    while (begun.length > 0) {
      const outcome = await play(scene, begun.pop(), failing)
      for (const other of outcome.others) begun.push(other)
      calls = Math.max(calls, outcome.calls)
      count++
      seen(outcome)
    }
    return calls
  }
  const calls = await from(-1)
  if (fails) for (let failing = 0; failing < calls; failing++) await from(failing)
  return count
}

/** Plays an order that begins so; where it does not say whose call is answered next, the first that waits goes. */
async function play ({ chosen, modules, concurrency, manner = 'held', setIf = false }, begun, failing) {
  const calls = new FailingCalls(failing)
  calls.sessions.set(shared, start)
  const stores = new Map(modules.map((session) => [session, storeOf(session.Store, calls, manner, { setIf, touch: true })]))
  const visits = chosen.map((kind, index) => {
    const session = modules[index]
    const store = kind === 'get' ? storeOf(session.Store, calls, manner, { setIf }) : stores.get(session)
    return begin(calls, manner, kind, names[index], session({
      // so that who saves in vain is told, and not only his response goes out
      secret: SECRET, store, concurrency, onSaveError: 'fail', saveUninitialized: false, resave: kind === 'resave', genid: (req) => `${req.name}${++req.ids}`
    }))
  })
  for (const visit of visits) await settled(calls, visit)

  const others = []
  let order = ''
  for (;;) {
    const waiting = names.filter((name, index) => calls.waiting.has(name) && (failing >= 0 || isNext(chosen, order, index)))
    if (waiting.length === 0) break
    const isGiven = order.length < begun.length
    const next = isGiven ? begun[order.length] : waiting[0]
    if (!isGiven) others.push(...waiting.slice(1).map((name) => order + name))
    order += next
    calls.release(next)
    // Whose turn it is next may ask for something now.
    for (const visit of visits) await settled(calls, visit)
  }
  return { ...outcomeOf(calls, visits), order, others, calls: calls.count }
}

/** Where no call fails, requests of one kind are alike: the one whose first call is answered first is called by the first name. */
function isNext (chosen, order, index) {
  return names.slice(0, index).every((earlier, at) => chosen[at] !== chosen[index] || order.includes(earlier))
}

function begin (calls, manner, kind, name, middleware) {
  const req = Object.assign(new IncomingMessage(null), { method: 'GET', url: '/', name, kind, ids: 0, failures: [], isReleased: false })
  req.headers.cookie = signedCookie(shared)
  const res = new ServerResponse(req)
  calls.during(name, () => middleware(req, res, (error) => {
    if (error) {
      req.failures.push(error)
      res.statusCode = 500
      res.end()
    } else if (manner === 'at once') {
      calls.hold('run', '', () => {}, () => run(kind, req, res))
    } else {
      run(kind, req, res)
    }
  }))
  return { req, res }
}

function run (kind, req, res) {
  const through = (error) => {
    if (error) req.failures.push(error)
    else if (kind === 'destroy' || kind === 'regenerate') req.isReleased = true
    if (kind === 'regenerate' && req.session) req.session[req.name] = true
    res.end()
  }
  switch (kind) {
    case 'set':
      req.session[req.name] = true
      return res.end()
    case 'destroy': return req.session.destroy(through)
    case 'regenerate': return req.session.regenerate(through)
    default: return res.end()
  }
}

/** Waits until a request has ended, or nothing comes of it any more. */
async function settled (calls, { req, res }) {
  for (let turn = 0; turn < 4 && !res.writableEnded && !calls.waiting.has(req.name); turn++) await nextTurn()
}

function outcomeOf (calls, visits) {
  const kept = calls.sessions.get(shared)
  const notes = kept ? JSON.parse(kept) : {}
  const saved = visits.filter(({ req }) => req.kind === 'set' && req.failures.length === 0 && req.ids === 0).map(({ req }) => req.name)
  const wasDestroyed = visits.some(({ req }) => req.isReleased)
  return {
    trace: calls.trace,
    unfinished: visits.filter(({ res }) => !res.writableEnded).map(({ req }) => req.name).join(''),
    errors: visits.flatMap(({ req }) => req.failures.map((error) => `${req.name}: ${error.code ?? error.message}`)),
    // what nobody was told of is no log-out
    isBack: wasDestroyed && kept !== undefined,
    saved,
    hasTombstone: calls.sessions.has(tombstone),
    lost: kept && !wasDestroyed ? saved.filter((name) => !notes[name]).join('') : '',
    kept: kept && names.filter((name) => notes[name]).join('')
  }
}

module.exports = { explore, instances, manners, tombstone }
