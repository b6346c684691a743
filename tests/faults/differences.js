// What do the faults of express-session 1.19.0 that COMPATIBILITY.md names look like, there and here?
'use strict'

const cookieParser = require('cookie-parser')
const session = require('../module-under-test')
const { SECRET, signedCookie } = require('../shim/signed-cookie')
const { visit } = require('./visit')

const KNOWN = signedCookie('known')
const BROKEN = 'the disk is on fire'
const REFUSED = 'no cookie today'

/**
 * @typedef {object} Difference
 * @property {string} what
 * @property {(lines: import('./lines')) => any} observe what happens, as plain data
 * @property {any} ours
 * @property {any} theirs
 */

/** @type {Record<number, Difference[]>} by entry of COMPATIBILITY.md */
const differences = {
  9: [
    {
      what: 'end gives the response and calls its callback once',
      ours: { status: 200, cookies: 1, calls: 1, isResponse: true },
      theirs: { status: 200, cookies: 1, calls: 0, isResponse: false },
      observe: async (lines) => {
        let calls = 0
        let result
        const summary = await ask(lines, {}, (req, res) => {
          logIn(req)
          result = res.end('done', 'utf8', () => { calls += 1 }) === res
        })
        return { ...summary, calls, isResponse: result }
      }
    },
    {
      what: 'a body that Node.js refuses leaves the response open, and the session is saved',
      ours: { status: 500, cookies: 1, code: 'ERR_INVALID_ARG_TYPE', body: 'an error page', saved: 1 },
      theirs: { status: 'none', crashes: 1, code: 'ERR_INVALID_ARG_TYPE', saved: 1 },
      observe: (lines) => refusal(lines, (res) => res.end(123))
    },
    {
      what: 'a status that Node.js refuses leaves the response open, and the session is saved',
      ours: { status: 500, cookies: 1, code: 'ERR_HTTP_INVALID_STATUS_CODE', body: 'an error page', saved: 1 },
      theirs: { status: 500, cookies: 1, code: 'ERR_HTTP_INVALID_STATUS_CODE', body: 'done', saved: 1 },
      observe: (lines) => refusal(lines, (res) => {
        res.statusCode = 0
        res.end('done')
      })
    }
  ],
  10: [
    {
      what: 'a BigInt in the session: next gets the error, and the client an answer',
      ours: { status: 500, errors: ['Do not know how to serialize a BigInt'] },
      theirs: { status: 'none', code: 'TypeError' },
      observe: (lines) => refusalOf(lines, 1n)
    }
  ],
  11: [
    {
      what: 'the second answer of a store is dropped',
      ours: { status: 200 },
      theirs: { status: 200, passed: 2 },
      observe: (lines) => ask(lines, { get: (id, callback) => { setImmediate(callback); setImmediate(callback) } }, endLater, { cookie: KNOWN })
    },
    {
      what: 'a promise that a store rejects is its answer',
      ours: { status: 500, errors: [BROKEN] },
      theirs: { status: 'none', rejections: 1 },
      observe: (lines) => ask(lines, { get: async () => { throw new Error(BROKEN) } }, end, { cookie: KNOWN })
    },
    {
      what: 'storeTimeout bounds the wait',
      ours: { status: 500, errors: ['the session store did not answer get within 10 ms'] },
      theirs: { status: 'none' },
      observe: (lines) => ask(lines, { get: () => {} }, end, { cookie: KNOWN }, { storeTimeout: 10 })
    }
  ],
  12: [
    {
      what: 'a save that fails at once leaves the response to the error handler, without a cookie',
      ours: { status: 500, errors: [BROKEN] },
      theirs: { status: 200, cookies: 1, errors: [BROKEN] },
      observe: (lines) => ask(lines, { set: failAtOnce }, logInAndEnd)
    },
    {
      what: 'a save that throws leaves the response to the error handler, without a cookie',
      ours: { status: 500, errors: [BROKEN] },
      theirs: { status: 'broken off', thrown: 1 },
      observe: (lines) => ask(lines, { set: () => { throw new Error(BROKEN) } }, logInAndEnd)
    },
    {
      what: 'a save that fails after the headers is one error, and the response ends',
      ours: { status: 200, cookies: 1, errors: [BROKEN] },
      theirs: { status: 200, cookies: 1, errors: [BROKEN] },
      observe: (lines) => ask(lines, { set: fail }, logInAndEnd)
    }
  ],
  13: [
    {
      what: 'the error of a save() without a callback goes to next',
      ours: { status: 200, cookies: 1, errors: [BROKEN] },
      theirs: { status: 200, cookies: 1 },
      observe: (lines) => ask(lines, { set: fail }, (req, res) => {
        logIn(req)
        req.session.save()
        res.end('done')
      })
    },
    {
      what: 'a reload that gets garbage tells its callback',
      ours: { status: 200, told: 'TypeError' },
      theirs: { status: 'none', crashes: 1 },
      observe: (lines) => told(lines, {}, (req, callback) => {
        req.sessionStore.get = (id, answer) => { setImmediate(answer, null, {}) }
        req.session.reload(callback)
      })
    },
    {
      what: 'a regenerate whose cookie function throws tells its callback',
      ours: { status: 200, told: REFUSED },
      theirs: { status: 'none', crashes: 1 },
      observe: (lines) => {
        let calls = 0
        const cookie = () => {
          calls += 1
          // for the path of the request, for its session, and then for the one that is regenerated
          if (calls > 2) throw new Error(REFUSED)
          return {}
        }
        return told(lines, { cookie }, (req, callback) => req.session.regenerate(callback), null)
      }
    },
    {
      what: 'a load that gets garbage tells its callback',
      ours: { status: 200, told: 'TypeError' },
      theirs: { status: 'none', crashes: 1 },
      observe: (lines) => told(lines, {}, (req, callback) => {
        req.sessionStore.get = (id, answer) => { setImmediate(answer, null, 'text') }
        req.sessionStore.load('known', callback)
      })
    },
    {
      what: 'a secret of a wrong type is not thrown out of the middleware',
      ours: { status: 500, errors: ['secret must be a string, Buffer, TypedArray, DataView, ArrayBuffer or secret KeyObject'] },
      theirs: { status: 'broken off', thrown: 1 },
      observe: (lines) => ask(lines, {}, end, { cookie: KNOWN }, { secret: 7 })
    },
    {
      what: 'the error page of a session that could not be made is sent',
      ours: { status: 500, errors: ['maxAge must be a number or Date'] },
      theirs: { status: 'broken off', thrown: 1 },
      observe: (lines) => ask(lines, {}, end, {}, { cookie: () => ({ maxAge: '3600' }) })
    }
  ],
  14: [
    {
      what: 'a server of node:http2 has sessions',
      ours: { status: 200, cookies: 1 },
      theirs: { status: 'broken off', thrown: 1 },
      observe: (lines) => ask(lines, {}, logInAndEnd, { server: 'http2' })
    }
  ],
  15: ['http', 'https'].flatMap((server) => ['new', 'regenerated'].map((kind) => ({
    what: `a cookie function may say "auto", for a ${kind} session over ${server}`,
    ours: { status: 200, attributes: server === 'https' ? 'Path=/; HttpOnly; Secure; SameSite=None' : 'Path=/; HttpOnly; SameSite=Lax' },
    // over HTTPS the attribute is what fails
    theirs: { status: 200, ...server === 'https' && { errors: ['option sameSite is invalid'] } },
    observe: async (lines) => {
      const cookie = () => ({ secure: 'auto', sameSite: 'auto' })
      const { outcome, ...seen } = await seenOf(lines, {}, (req, res) => {
        if (kind === 'new') return logInAndEnd(req, res)
        req.session.regenerate(() => logInAndEnd(req, res))
      }, { server }, { cookie })
      const { cookies, ...summary } = summaryOf({ outcome, ...seen })
      return { ...summary, ...cookies && { attributes: outcome.setCookies[0].split('; ').slice(1).join('; ') } }
    }
  }))),
  16: [
    ...[
      [{ name: 'a b' }, 'name option must be the name of a cookie'],
      [{ cookie: { maxAge: '3600' } }, 'maxAge must be a number or Date']
    ].map(([options, message]) => ({
      what: `session() finds ${JSON.stringify(options)}`, ours: message, theirs: 'made', observe: () => made(options)
    })),
    {
      what: 'what a cookie function gives goes to next',
      ours: { status: 200, errors: ['option sameSite is invalid'] },
      theirs: { status: 200, errors: ['option sameSite is invalid'] },
      observe: (lines) => ask(lines, {}, logInAndEnd, {}, { cookie: () => ({ sameSite: 'laxx' }) })
    }
  ],
  17: [
    {
      what: 'a stale cookie of the same name does not hide the session',
      ours: 'alice',
      theirs: undefined,
      observe: async (lines) => (await seenOf(lines, {}, (req, res) => res.end(req.session.user), {
        cookie: `connect.sid=${encodeURIComponent(`s:stale.${'A'.repeat(43)}`)}; ${KNOWN}`
      })).outcome.body || undefined
    }
  ],
  18: [
    {
      what: 'a store that inherits nothing has the whole life cycle',
      ours: ['1', '2', 'another id: true', '1', '2 after a reload', 'gone', '1'],
      theirs: 'store.on is not a function',
      observe: lifeCycle
    }
  ],
  19: [
    {
      what: 'with unset "destroy", a session that could not be loaded is kept',
      ours: { status: 500, errors: [BROKEN], destroyed: [] },
      theirs: { status: 500, errors: [BROKEN], destroyed: ['known'] },
      observe: async (lines) => {
        const destroyed = []
        const destroy = (id, callback) => {
          destroyed.push(id)
          setImmediate(callback)
        }
        return { ...await ask(lines, { get: fail, destroy }, end, { cookie: KNOWN }, { unset: 'destroy' }), destroyed }
      }
    }
  ],
  20: [
    {
      what: 'a JSON cookie behind cookie-parser is no session',
      ours: { status: 200 },
      theirs: { status: 'broken off', thrown: 1 },
      observe: async (lines) => {
        const parse = cookieParser(SECRET)
        const sessions = session({ secret: SECRET, resave: false, saveUninitialized: false })
        const middleware = (req, res, next) => parse(req, res, () => sessions(req, res, next))
        return summaryOf(await visit(lines, { middleware, handle: end, cookie: 'connect.sid=j:{}' }).seen)
      }
    }
  ]
}

function logIn (req) {
  req.session.user = 'bob'
}

function end (req, res) {
  res.end('done')
}

function endLater (req, res) {
  setTimeout(() => res.end('done'), 5)
}

function logInAndEnd (req, res) {
  logIn(req)
  res.end('done')
}

function fail (...args) {
  setImmediate(args.at(-1), new Error(BROKEN))
}

function failAtOnce (...args) {
  args.at(-1)(new Error(BROKEN))
}

/** One request to an application whose store is sound but for `methods`. */
async function seenOf (lines, methods, handle, request = {}, options = {}) {
  const store = new session.MemoryStore()
  store.sessions.known = JSON.stringify({ cookie: { originalMaxAge: null, expires: null, path: '/' }, user: 'alice' })
  Object.assign(store, methods)
  const middleware = session({ secret: SECRET, resave: false, saveUninitialized: false, store, ...options })
  return visit(lines, { middleware, handle, ...request }).seen
}

async function ask (...args) {
  return summaryOf(await seenOf(...args))
}

/** What is as it should be, is left out; what is thrown or uncaught has words of the engine, and is counted. */
function summaryOf ({ passed, errors, thrown, crashes, rejections, outcome }) {
  return {
    status: outcome ? outcome.status ?? 'broken off' : 'none',
    ...outcome?.setCookies?.length && { cookies: outcome.setCookies.length },
    ...passed > 1 && { passed },
    ...errors.length && { errors: errors.map((error) => error.message ?? error) },
    ...thrown.length && { thrown: thrown.length },
    ...crashes.length && { crashes: crashes.length },
    ...rejections.length && { rejections: rejections.length }
  }
}

/** A handler that catches what `send` throws, and answers with an error page. */
async function refusal (lines, send) {
  let code
  let saved = 0
  const set = (id, data, callback) => {
    saved += 1
    setTimeout(callback, 5)
  }
  const seen = await seenOf(lines, { set }, (req, res) => {
    logIn(req)
    try {
      send(res)
    } catch (error) {
      code = error.code
      res.statusCode = 500
      res.end('an error page')
    }
  })
  return { ...summaryOf(seen), code, body: seen.outcome?.body, saved }
}

/** A handler that puts `value` into the session, and catches what `res.end` throws. */
async function refusalOf (lines, value) {
  let code
  const summary = await ask(lines, {}, (req, res) => {
    req.session.value = value
    try {
      res.end('done')
    } catch (error) {
      code = error.name
      res.statusCode = 500
      res.end('an error page')
    }
  })
  return { ...summary, ...code && { code } }
}

/** A handler that answers when the callback of `start` was called; gives what it was told. */
async function told (lines, options, start, cookie = KNOWN) {
  let what
  const summary = await ask(lines, {}, (req, res) => start(req, (error) => {
    what = error instanceof TypeError ? 'TypeError' : error?.message ?? 'nothing'
    res.end('done')
  }), { cookie }, options)
  return { ...summary, ...what && { told: what } }
}

/** @returns {string} what `session(options)` throws */
function made (options) {
  try {
    session({ secret: SECRET, resave: false, saveUninitialized: false, ...options })
    return 'made'
  } catch (error) {
    return error.message
  }
}

/** All that an application needs of a store. */
class TenLines {
  constructor () { this.sessions = new Map() }
  get (id, callback) { callback(null, JSON.parse(this.sessions.get(id) ?? 'null')) }
  set (id, data, callback) { callback(null, this.sessions.set(id, JSON.stringify(data))) }
  destroy (id, callback) { callback(null, this.sessions.delete(id)) }
}

async function lifeCycle (lines) {
  let middleware
  try {
    middleware = session({ secret: SECRET, resave: false, saveUninitialized: false, store: new TenLines() })
  } catch (error) {
    return error.message
  }
  let cookie
  const bodies = []
  const go = async (handle) => {
    const { outcome } = await visit(lines, { middleware, handle, cookie }).seen
    bodies.push(outcome?.body)
    return outcome?.setCookies?.[0]?.split(';')[0]
  }
  const count = (req, res, more = '') => {
    req.session.views = (req.session.views || 0) + 1
    res.end(req.session.views + more)
  }

  cookie = await go(count)
  await go(count)
  const old = cookie
  cookie = await go((req, res) => {
    const { sessionID } = req
    req.session.regenerate(() => {
      logIn(req)
      res.end(`another id: ${req.sessionID !== sessionID}`)
    })
  })
  await go(count)
  await go((req, res) => req.session.reload(() => count(req, res, ' after a reload')))
  await go((req, res) => req.session.destroy(() => res.end('gone')))
  cookie = old
  await go(count)
  return bodies
}

module.exports = { differences }
