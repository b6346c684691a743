// What do the faults of express-session 1.19.0 that COMPATIBILITY.md names look like, there and here?
'use strict'

const cookieParser = require('cookie-parser')
const session = require('../module-under-test')
const { SECRET, signedCookie } = require('../shim/signed-cookie')
const { visit } = require('./visit')

const KNOWN = signedCookie('known')
const STALE = `connect.sid=${encodeURIComponent(`s:stale.${'A'.repeat(43)}`)}`
const BROKEN = 'the disk is on fire'
const REFUSED = 'no cookie today'
const areClassesDear = Number.parseInt(process.versions.v8, 10) < 13

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
      what: 'a save that throws at the end leaves the response as it is, and is one error for next',
      ours: { status: 200, cookies: 1, errors: [BROKEN] },
      theirs: { status: 'broken off', thrown: 1 },
      observe: (lines) => ask(lines, { set: () => { throw new Error(BROKEN) } }, logInAndEnd)
    },
    {
      what: 'so does one whose promise is rejected',
      ours: { status: 200, cookies: 1, errors: [BROKEN] },
      theirs: { status: 'none', rejections: 1 },
      observe: (lines) => ask(lines, { set: async () => { throw new Error(BROKEN) } }, logInAndEnd)
    },
    ...[['at once', failAtOnce], ['after the headers', fail]].map(([when, set]) => ({
      what: `a save that fails ${when} is one error, and the response goes out, in both`,
      ours: { status: 200, cookies: 1, errors: [BROKEN] },
      theirs: { status: 200, cookies: 1, errors: [BROKEN] },
      observe: (lines) => ask(lines, { set }, logInAndEnd)
    }))
  ],
  13: [
    {
      what: 'a save() without a callback that fails is made up for by the end of the response',
      ours: { status: 200, cookies: 1, saves: 2 },
      theirs: { status: 200, cookies: 1, saves: 1 },
      observe: async (lines) => {
        let saves = 0
        const set = (id, data, callback) => {
          saves += 1
          setImmediate(callback, saves === 1 ? new Error(BROKEN) : null)
        }
        const summary = await ask(lines, { set }, (req, res) => {
          logIn(req)
          req.session.save()
          endLater(req, res)
        })
        return { ...summary, saves }
      }
    },
    {
      what: 'next hears of a destroy() without a callback that fails',
      ours: { status: 200, errors: [BROKEN] },
      theirs: { status: 200 },
      observe: (lines) => ask(lines, { destroy: (id, callback) => { if (callback) fail(callback) } }, (req, res) => {
        req.session.destroy()
        endLater(req, res)
      }, { cookie: KNOWN })
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
      [{ cookie: { maxAge: '3600' } }, 'maxAge must be a number or Date'],
      [{ onSaveError: 'sent' }, 'onSaveError option must be "send" or "fail"']
    ].map(([options, message]) => ({
      what: `session() finds ${JSON.stringify(options)}`, ours: message, theirs: 'made', observe: () => made(options)
    })),
    {
      what: 'attributes that no response can carry are told when the middleware is made, and are an error of each response',
      ours: { told: ['cookie option: option sameSite is invalid; no response can carry it'], status: 200, errors: ['option sameSite is invalid'] },
      theirs: { told: [], status: 200, errors: ['option sameSite is invalid'] },
      observe: async (lines) => {
        let seen
        const deprecations = deprecationsOf(() => { seen = ask(lines, {}, logInAndEnd, {}, { cookie: { sameSite: 'laxx' } }) })
        return { told: deprecations, ...await seen }
      }
    },
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
        cookie: `${STALE}; ${KNOWN}`
      })).outcome.body || undefined
    },
    {
      what: 'eight stale ones do',
      ours: undefined,
      theirs: undefined,
      observe: async (lines) => (await seenOf(lines, {}, (req, res) => res.end(req.session.user), {
        cookie: `${`${STALE}; `.repeat(8)}${KNOWN}`
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
  ],
  21: [
    {
      what: 'the default store has bounds',
      ours: ['b', 'c'],
      theirs: ['a', 'b', 'c'],
      observe: () => {
        const store = new session.MemoryStore({ max: 2 })
        for (const id of ['a', 'b', 'c']) store.set(id, { cookie: {} })
        return Object.keys(store.sessions)
      }
    },
    {
      what: 'an option that it does not have throws',
      ours: 'reapInterval is no option of MemoryStore; it has max, maxBytes and ttl',
      theirs: 'made',
      observe: () => attempt(() => new session.MemoryStore({ reapInterval: 1000 }))
    }
  ],
  22: [
    {
      what: 'a session shows no more than its cookie and its data',
      ours: { status: 200, names: ['cookie'], id: 'string' },
      theirs: { status: 200, names: ['cookie', 'id', 'reload', 'req', 'save'], id: 'string' },
      observe: async (lines) => {
        let seen
        const summary = await ask(lines, {}, (req, res) => {
          seen = { names: Object.getOwnPropertyNames(req.session).sort(), id: typeof req.session.id }
          res.end()
        })
        return { ...summary, ...seen }
      }
    },
    {
      what: 'to delete the id of a session does nothing',
      ours: { status: 200, deleted: 'made' },
      theirs: { status: 200, deleted: 'TypeError' },
      observe: async (lines) => {
        let deleted
        const summary = await ask(lines, {}, (req, res) => {
          deleted = attempt(() => { delete req.session.id }, 'name')
          res.end()
        })
        return { ...summary, deleted }
      }
    }
  ],
  23: [
    {
      what: 'nothing goes out before the store has answered',
      ours: { status: 200, cookies: 1, body: 'done', outBefore: false },
      theirs: { status: 200, cookies: 1, body: 'done', outBefore: true },
      observe: async (lines) => {
        let socket
        let outBefore
        const set = (id, data, callback) => {
          setTimeout(() => {
            outBefore = socket.bytesWritten > 0
            callback()
          }, 20)
        }
        const seen = await seenOf(lines, { set }, (req, res) => {
          socket = res.socket
          logInAndEnd(req, res)
        })
        return { ...summaryOf(seen), body: seen.outcome?.body, outBefore }
      }
    },
    {
      what: 'what is written behind the end while it waits is refused',
      ours: { status: 200, cookies: 1, body: 'done', code: 'ERR_STREAM_WRITE_AFTER_END' },
      // it comes before the last byte of the body, and makes it too long
      theirs: { status: 'broken off' },
      observe: async (lines) => {
        let code
        const set = (id, data, callback) => { setTimeout(callback, 20) }
        const seen = await seenOf(lines, { set }, (req, res) => {
          res.setHeader('Content-Length', 4)
          logInAndEnd(req, res)
          res.write('more', (error) => { code = error?.code })
        })
        return { ...summaryOf(seen), body: seen.outcome?.body, ...code && { code } }
      }
    }
  ],
  24: [
    {
      what: 'a session that was regenerated and saved is saved once',
      ours: { status: 200, cookies: 1, saves: 1 },
      theirs: { status: 200, cookies: 1, saves: 2 },
      observe: (lines) => savesOf(lines, (req, res) => {
        req.session.regenerate(() => {
          logIn(req)
          req.session.save(() => res.end('done'))
        })
      })
    }
  ],
  25: [
    {
      what: 'a new session that the application saved gets its cookie, though nothing is in it',
      ours: { status: 200, cookies: 1, saves: 1 },
      theirs: { status: 200, saves: 1 },
      observe: (lines) => savesOf(lines, (req, res) => req.session.save(() => res.end('done')))
    }
  ],
  26: [
    ...['save', 'destroy'].map((method) => ({
      what: `${method}() gives a promise`,
      ours: { status: 200, promise: true, body: 'done' },
      theirs: { status: 200, promise: false, body: 'done' },
      observe: (lines) => awaited(lines, method)
    })),
    ...['regenerate', 'reload'].map((method) => ({
      what: `${method}() gives a promise`,
      ours: { status: 200, promise: true, body: 'done' },
      // a turn later, when it calls the callback that is not there
      theirs: { status: 200, crashes: 1, promise: false, body: 'done' },
      observe: (lines) => awaited(lines, method)
    }))
  ],
  27: [
    {
      what: 'a secure cookie that a proxy seems to have cost is warned of once',
      ours: { status: 200, warnings: ['EXPRESS_SESSION_INSECURE'] },
      theirs: { status: 200, warnings: [] },
      observe: async (lines) => {
        const warnings = []
        const note = ({ code }) => warnings.push(code)
        process.on('warning', note)
        const sessions = session({ secret: SECRET, resave: false, saveUninitialized: false, cookie: { secure: true } })
        const middleware = (req, res, next) => {
          req.headers['x-forwarded-proto'] = 'https'
          sessions(req, res, next)
        }
        await visit(lines, { middleware, handle: logInAndEnd }).seen
        const { seen } = visit(lines, { middleware, handle: logInAndEnd })
        const summary = summaryOf(await seen)
        process.removeListener('warning', note)
        return { ...summary, warnings }
      }
    }
  ],
  28: [
    {
      what: 'a long answer arrives whole, though the store failed and the error handler closes the connection, as that of Express does',
      ours: { told: [BROKEN], isWhole: true },
      theirs: { told: [BROKEN], isWhole: false },
      observe: async (lines) => {
        const heard = []
        const store = Object.assign(new session.MemoryStore(), { set: fail })
        const sessions = session({ secret: SECRET, resave: false, saveUninitialized: false, store })
        const middleware = (req, res, next) => sessions(req, res, (error) => {
          if (!error) return next()
          heard.push(error.message)
          req.socket.destroy()
        })
        const seen = await visit(lines, {
          middleware,
          handle (req, res) {
            logIn(req)
            res.end(Buffer.alloc(8e6, 'a'))
          }
        }).seen
        return { told: heard, isWhole: seen.outcome?.body?.length === 8e6 }
      }
    }
  ],
  29: [
    {
      what: 'of two middlewares on one store each makes sessions with its own options',
      ours: 'Path=/; HttpOnly; SameSite=Strict',
      theirs: 'Path=/',
      observe: async (lines) => {
        const shared = { secret: SECRET, resave: false, saveUninitialized: false, store: new session.MemoryStore() }
        const middleware = session({ ...shared, cookie: { sameSite: 'strict' } })
        session({ ...shared, name: 'another', cookie: { httpOnly: false } })
        const { outcome } = await visit(lines, { middleware, handle: logInAndEnd }).seen
        return outcome.setCookies[0].split('; ').slice(1).join('; ')
      }
    }
  ],
  30: [
    {
      what: 'with unset "destroy", a response that ends before the store has answered leaves the session alone',
      ours: [],
      theirs: ['known'],
      observe: async (lines) => {
        const destroyed = []
        const store = Object.assign(new session.MemoryStore(), {
          get: (id, callback) => { setTimeout(callback, 20) },
          destroy: (id, callback) => {
            destroyed.push(id)
            setImmediate(callback)
          }
        })
        const sessions = session({ secret: SECRET, resave: false, saveUninitialized: false, unset: 'destroy', store })
        const middleware = (req, res, next) => {
          setTimeout(() => res.end('that took too long'), 5)
          sessions(req, res, next)
        }
        await visit(lines, { middleware, handle: () => {}, cookie: KNOWN }).seen
        return destroyed
      }
    }
  ],
  31: [
    {
      what: 'a secret that is undefined is told in words of its own',
      ours: ['secret is undefined: is the environment variable set?'],
      theirs: ['req.secret; provide secret option'],
      observe: () => deprecationsOf(() => session({ secret: undefined, resave: false, saveUninitialized: false }))
    }
  ],
  32: [
    {
      what: 'the order of the properties of a request of Express, where V8 gains by it',
      ours: areClassesDear ? ['originalUrl', 'res'] : ['res', 'originalUrl'],
      theirs: ['res', 'originalUrl'],
      observe: async (lines) => {
        let names
        await ask(lines, {}, (req, res) => {
          names = Object.keys(req).filter((name) => name === 'res' || name === 'originalUrl')
          res.end()
        }, { server: 'express' })
        return names
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
  return attempt(() => session({ secret: SECRET, resave: false, saveUninitialized: false, ...options }))
}

/**
 * @param {() => void} action
 * @param {'message' | 'name'} [member] what to tell of an error
 */
function attempt (action, member = 'message') {
  try {
    action()
    return 'made'
  } catch (error) {
    return error[member]
  }
}

/** @returns {string[]} what is announced as deprecated while `action` runs */
function deprecationsOf (action) {
  const messages = []
  const note = ({ message }) => messages.push(message)
  process.on('deprecation', note)
  action()
  process.removeListener('deprecation', note)
  return messages
}

/** A visit of a new client, and how often its session was saved. */
async function savesOf (lines, handle) {
  let saves = 0
  const set = (id, data, callback) => {
    saves += 1
    setImmediate(callback)
  }
  const summary = await ask(lines, { set }, handle)
  return { ...summary, saves }
}

/** A visit whose handler awaits a method of a session that is in the store. */
async function awaited (lines, method) {
  let promise
  const seen = await seenOf(lines, {}, async (req, res) => {
    const result = req.session[method]()
    promise = result instanceof Promise
    await result
    res.end('done')
  }, { cookie: KNOWN, isOver: ({ crashes }) => promise || method === 'save' || method === 'destroy' || crashes.length > 0 })
  const { cookies, ...summary } = summaryOf(seen)
  return { ...summary, promise, body: seen.outcome?.body }
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
