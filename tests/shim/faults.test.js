// Does a store that misbehaves, or a session that cannot be stored, end in exactly one answer and one error at most?
'use strict'

const { describe, test } = require('node:test')
const assert = require('node:assert/strict')
const http = require('node:http')
const { serve, listen, oursOnly, sessions } = require('./app')
const RecordingStore = require('./recording-store')

const settle = () => new Promise((resolve) => setTimeout(resolve, 10))
const nothing = undefined
const broken = () => { throw new Error('broken') }

const calls = [
  ['set', {}, (req) => { req.session.user = 'bob' }],
  ['touch', {}, () => {}],
  ['destroy', { unset: 'destroy' }, (req) => { req.session = null }]
]

async function serveFaulty (t, methods, options, handler = () => {}) {
  const store = new RecordingStore()
  const cookie = store.seed({ user: 'alice' })
  Object.assign(store, methods)
  const app = await serve(t, { store, ...options }, (req, res) => {
    handler(req)
    res.end('ok')
  })
  return { ...app, cookie }
}

describe('R22 a store whose get', () => {
  const error = new Error('disk on fire')
  const row = (sentence, get, messages, options = {}) => ({ sentence, get, messages, options })

  const rows = [
    row('reports an error: next gets it', (id, callback) => callback(error), ['disk on fire']),
    row('throws: next gets the error', broken, ['broken']),
    row('answers twice: next is called once', (id, callback) => {
      callback()
      setImmediate(callback)
    }, [undefined], oursOnly('calls next twice')),
    row('reports two errors: next is called once', (id, callback) => {
      callback(error)
      setImmediate(callback, error)
    }, ['disk on fire'], oursOnly('calls next twice')),
    row('answers, then throws: next is called once', (id, callback) => {
      callback()
      broken()
    }, [undefined], oursOnly('throws after next')),
    row('throws nothing at all: next gets an error', () => { throw nothing }, ['the session store failed'], oursOnly('throws it')),
    row('rejects with nothing at all: next gets an error', () => Promise.reject(), ['the session store failed'], oursOnly('leaves the rejection unhandled')),
    row('rejects: next gets the error', async () => broken(), ['broken'], oursOnly('leaves the rejection unhandled'))
  ]
  for (const { sentence, get, messages, options } of rows) {
    test(sentence, { timeout: 5000, ...options }, async (t) => {
      const app = await serveFaulty(t, { get })
      const { status } = await app.get('/', app.cookie)
      await settle()
      assert.equal(status, messages[0] ? 500 : 200)
      assert.deepEqual(app.nexts.map((reported) => reported?.message), messages)
    })
  }

  const garbage = [{}, [], 'text', 7, true, { cookie: null }, { cookie: 'text' }, { cookie: 7 }, { cookie: { expires: 'nonsense' } }, { cookie: { maxAge: 'x' } }]
  for (const answer of garbage) {
    test(`answers ${JSON.stringify(answer)}: one next, one response`, async (t) => {
      const app = await serveFaulty(t, { get: (id, callback) => setImmediate(callback, null, answer) })
      const { status } = await app.get('/', app.cookie)
      await settle()
      assert.equal(app.nexts.length, 1)
      assert.equal(status, app.nexts[0] ? 500 : 200)
      assert.equal((await app.get()).status, 200)
    })
  }
})

describe('R22 a store whose', () => {
  const error = new Error('disk full')
  const sent = { all: () => [200, 'ok'] }

  for (const [method, options, handler] of calls) {
    const faults = [
      ['reports an error at once: the response goes out as it is, and next gets it once', (...args) => args.at(-1)(error), ['disk full'], sent.all],
      ['reports it later: the response ends and next gets it once', (...args) => setImmediate(args.at(-1), error), ['disk full'], sent.all],
      ['answers twice: the response ends once', (...args) => {
        args.at(-1)()
        setImmediate(args.at(-1))
      }, [], sent.all],
      ['reports two errors: next gets one', (...args) => {
        setImmediate(() => {
          args.at(-1)(error)
          setImmediate(args.at(-1), error)
        })
      }, ['disk full'], sent.all],
      ['throws: the response goes out as it is, and next gets the error', broken, ['broken'], sent.all],
      ['rejects: the response ends and next gets the error', async () => broken(), ['broken'], sent.all]
    ]
    for (const [sentence, fault, messages, answer] of faults) {
      test(`${method} ${sentence}`, { timeout: 5000, ...oursOnly('hangs or reports twice for most of them') }, async (t) => {
        const app = await serveFaulty(t, { [method]: fault }, options, handler)
        const { status, body } = await app.get('/', app.cookie)
        await settle()
        assert.deepEqual([status, body], answer(messages))
        assert.deepEqual(app.errors.map(({ message }) => message), messages)
      })
    }
  }
})

describe('R22 a response that is left to the error handler', () => {
  const throwing = () => ({ store: Object.assign(new RecordingStore(), { set: broken }), onSaveError: 'fail' })
  const logIn = (req) => { req.session.user = 'bob' }

  test('is not ended by another end of the handler', oursOnly('throws out of res.end'), async (t) => {
    const app = await serve(t, throwing(), (req, res) => {
      logIn(req)
      res.end('ok')
      res.end()
    })
    const { status, body } = await app.get()
    assert.deepEqual([status, body, app.errors.length], [500, 'broken', 1])
  })

  test('is not left if it is an error page already', oursOnly('throws out of res.end'), async (t) => {
    const app = await serve(t, throwing(), (req, res) => {
      logIn(req)
      res.statusCode = 404
      res.end('not here')
    })
    const { status, body, setCookies } = await app.get()
    await settle()
    assert.deepEqual([status, body, setCookies], [404, 'not here', []])
    assert.deepEqual(app.errors.map(({ message }) => message), ['broken'])
  })

  test('is ended with status 500 where nobody hears the error', { timeout: 20000, ...oursOnly('never ends it') }, async (t) => {
    const middleware = sessions(throwing())
    const { get } = await listen(t, http.createServer(async (req, res) => {
      // as koa-connect and Next.js do: a promise is resolved once
      await new Promise((resolve, reject) => middleware(req, res, (error) => error ? reject(error) : resolve()))
      logIn(req)
      res.setHeader('Content-Length', 2)
      res.end('ok')
    }))
    const { status, body, setCookies } = await get()
    assert.deepEqual([status, body, setCookies], [500, '', []])
  })
})

describe('R22 a save by the handler that fails', () => {
  const full = (id, session, callback) => setImmediate(callback, new Error('disk full'))

  // Such an app answers with the id of the session.
  async function assertKeeps (app, store, user) {
    const { body, setCookies } = await app.get()
    assert.equal(setCookies.length, 1)
    assert.equal(store.read(body).user, user)
  }

  test('leaves the client without a cookie to nothing, with onSaveError: fail', oursOnly('sets one with the error page'), async (t) => {
    const store = Object.assign(new RecordingStore(), { set: full })
    const app = await serve(t, { store, onSaveError: 'fail' }, (req, res) => {
      req.session.user = 'bob'
      req.session.save((error) => {
        res.statusCode = error ? 500 : 200
        res.end(String(error))
      })
    })
    const { status, body, setCookies } = await app.get()
    assert.deepEqual([status, body, setCookies], [500, 'Error: disk full', []])
    assert.deepEqual(app.errors.map(({ message }) => message), ['disk full'])
  })

  test('leaves the client of a regenerated session without a cookie, too', oursOnly('sets one with the error page'), async (t) => {
    const store = Object.assign(new RecordingStore(), { set: full })
    const app = await serve(t, { store, onSaveError: 'fail' }, (req, res) => {
      req.session.regenerate(() => {
        req.session.user = 'bob'
        req.session.save((error) => {
          res.statusCode = 500
          res.end(String(error))
        })
      })
    })
    const { body, setCookies } = await app.get()
    assert.deepEqual([body, setCookies], ['Error: disk full', []])
  })

  test('sets the cookie all the same by default', async (t) => {
    const store = Object.assign(new RecordingStore(), { set: full })
    const app = await serve(t, { store }, (req, res) => {
      req.session.user = 'bob'
      req.session.save((error) => res.end(String(error)))
    })
    const { body, setCookies } = await app.get()
    assert.deepEqual([body, setCookies.length, app.errors], ['Error: disk full', 1, []])
  })

  test('counts for the session that it was about: a new one with the same data is saved', async (t) => {
    const store = new RecordingStore()
    const { set } = store
    store.set = full
    const app = await serve(t, { store }, (req, res) => {
      req.session.user = 'bob'
      req.session.save(() => {
        store.set = set
        req.session.regenerate(() => {
          req.session.user = 'bob'
          res.end(req.sessionID)
        })
      })
    })
    await assertKeeps(app, store, 'bob')
  })

  test('counts only if it was the last one', async (t) => {
    const store = new RecordingStore()
    const { set } = store
    store.set = (id, session, callback) => setTimeout(callback, 10, new Error('disk full'))
    const app = await serve(t, { store }, (req, res) => {
      req.session.user = 'bob'
      req.session.save(() => res.end(req.sessionID))
      store.set = set
      req.session.save(() => {})
    })
    await assertKeeps(app, store, 'bob')
  })

  test('is made up for by a save that succeeds', async (t) => {
    const store = new RecordingStore()
    const { set } = store
    store.set = full
    const app = await serve(t, { store }, (req, res) => {
      req.session.user = 'bob'
      req.session.save(() => {
        store.set = set
        req.session.save(() => res.end(req.sessionID))
      })
    })
    await assertKeeps(app, store, 'bob')
  })

  test('is tried again at the end of the response where nobody asked how it went', oursOnly('loses the write'), async (t) => {
    const store = new RecordingStore()
    const { set } = store
    store.set = (id, session, callback) => {
      store.set = set
      setImmediate(callback, new Error('disk full'))
    }
    const app = await serve(t, { store }, (req, res) => {
      req.session.user = 'bob'
      req.session.save()
      setTimeout(() => res.end(req.sessionID), 5)
    })
    const { status, body, setCookies } = await app.get()
    assert.deepEqual([status, setCookies.length, app.errors], [200, 1, []])
    assert.equal(store.read(body).user, 'bob')
  })

  test('is made up for by the end of the response, which waits for it, and is heard if that fails too', oursOnly('hears nothing of it'), async (t) => {
    const store = new RecordingStore()
    let tries = 0
    store.set = (id, session, callback) => { tries++; setTimeout(callback, 5, new Error('disk full')) }
    const app = await serve(t, { store }, (req, res) => {
      req.session.user = 'bob'
      req.session.save()
      res.end('ok')
    })
    assert.equal((await app.get()).body, 'ok')
    await new Promise((resolve) => setTimeout(resolve, 20))
    assert.deepEqual([tries, app.errors.map(String)], [2, ['Error: disk full']])
  })

  test('does not keep a later change from being saved', async (t) => {
    const store = new RecordingStore()
    const { set } = store
    store.set = full
    const app = await serve(t, { store }, (req, res) => {
      req.session.user = 'bob'
      req.session.save(() => {
        store.set = set
        req.session.user = 'alice'
        res.end(req.sessionID)
      })
    })
    await assertKeeps(app, store, 'alice')
  })
})

describe('R23 a session that cannot be serialized', () => {
  const values = {
    'a BigInt': () => 1n,
    'a cycle': () => {
      const cycle = {}
      cycle.self = cycle
      return cycle
    },
    'a toJSON that throws': () => ({ toJSON: broken })
  }
  for (const [what, make] of Object.entries(values)) {
    test(`${what} in a regenerated session, where the store fails later: next gets the error and the client an answer`,
      { timeout: 5000, ...oursOnly('leaves the rejection unhandled') }, async (t) => {
        const set = async (id, session) => {
          await undefined
          JSON.stringify(session)
        }
        const app = await serve(t, { store: Object.assign(new RecordingStore(), { set }) }, (req, res) => {
          req.session.regenerate(() => {
            req.session.bad = make()
            res.end('ok')
          })
        })
        assert.equal((await app.get()).status, 500)
        await settle()
        assert.equal(app.errors.length, 1)
      })

    for (const request of ['new', 'returning']) {
      test(`${what} in a ${request} session: next gets the error and the client an answer`,
        { timeout: 5000, ...oursOnly('throws out of res.end and hangs') }, async (t) => {
          const app = await serveFaulty(t, {}, {}, (req) => { req.session.bad = make() })
          await app.get('/', request === 'new' ? undefined : app.cookie)
          await settle()
          assert.equal(app.errors.length, 1)
          assert.ok(app.errors[0] instanceof Error)
        })
    }
  }
})
