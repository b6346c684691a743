// Does a handler under test set the same cookies as with express-session, where node-mocks-http stands in for Node.js?
'use strict'

const { test } = require('node:test')
const assert = require('node:assert/strict')
const { EventEmitter } = require('node:events')
const httpMocks = require('node-mocks-http')

const modules = { 'express-session': require('express-session'), ours: require('../module-under-test') }

const endings = {
  send: (res) => res.send('hello'),
  json: (res) => res.json({ hello: 1 }),
  sendStatus: (res) => res.sendStatus(204),
  'write, then end': (res) => {
    res.write('hel')
    res.end('lo')
  },
  'writeHead, then end': (res) => {
    res.writeHead(201, { 'X-Made': 'yes' })
    res.end('hello')
  },
  end: (res) => res.end('hello'),
  'end without a body': (res) => res.end(),
  redirect: (res) => res.redirect('/elsewhere'),
  'status, then send': (res) => res.status(404).send('not here')
}

const timings = {
  'a store that answers at once': (callback, ...answer) => callback(...answer),
  'a store that answers later': (callback, ...answer) => setImmediate(callback, ...answer),
  'a store of async functions': async (callback, ...answer) => {
    await null
    callback(...answer)
  }
}

const visits = {
  'a new session that is changed': { cookie: false, change: true },
  'a session that comes back and is changed': { cookie: true, change: true },
  'a session that comes back as it was': { cookie: true, change: false },
  'a new session that stays empty': { cookie: false, change: false }
}

/** What there is to see of one request: cookies, status, body, and what the store was told. */
function witnessed (session, answer, { cookie, change }, end, options, isComplete = true) {
  const calls = []
  const sessions = new Map()
  const store = Object.assign(new session.Store(), {
    get: (id, callback) => {
      calls.push(`get ${id}`)
      return answer(callback, null, sessions.get(id) && JSON.parse(sessions.get(id)))
    },
    set: (id, data, callback) => {
      calls.push(`set ${id} ${JSON.stringify(data)}`)
      sessions.set(id, JSON.stringify(data))
      return answer(callback)
    },
    touch: (id, data, callback) => {
      calls.push(`touch ${id}`)
      return answer(callback)
    },
    destroy: (id, callback) => {
      calls.push(`destroy ${id}`)
      return answer(callback)
    }
  })
  sessions.set('known', JSON.stringify({ cookie: { originalMaxAge: null, expires: null, httpOnly: true, path: '/' } }))

  const { signedCookie } = require('../shim/signed-cookie')
  const req = httpMocks.createRequest({ url: '/', headers: cookie ? { cookie: signedCookie('known', 'of mocks') } : {} })
  const res = httpMocks.createResponse({ eventEmitter: EventEmitter, req })
  // Without it express-session throws where the store answers later, and sets no cookie where it answers at once.
  if (isComplete) res._implicitHeader = () => res.writeHead(res.statusCode)
  const middleware = session({ secret: 'of mocks', store, genid: () => 'new', resave: false, saveUninitialized: false, ...options })

  return new Promise((resolve, reject) => {
    const done = () => setImmediate(() => setImmediate(() => resolve({
      cookies: res.getHeader('Set-Cookie'), status: res.statusCode, body: res._getData(), isEnded: res._isEndCalled(), calls,
      location: res.getHeader('Location')
    })))
    res.on('end', done)
    middleware(req, res, (error) => {
      if (error) return reject(error)
      if (change) req.session.user = 'alice'
      end(res)
    })
  })
}

for (const [timing, answer] of Object.entries(timings)) {
  for (const [visit, what] of Object.entries(visits)) {
    for (const [name, end] of Object.entries(endings)) {
      test(`${name}, ${visit}, ${timing}`, { timeout: 10000 }, async () => {
        for (const options of [{}, { rolling: true }, { saveUninitialized: true }]) {
          const expected = await witnessed(modules['express-session'], answer, what, end, options)
          assert.equal(expected.isEnded, true)
          assert.deepEqual(await witnessed(modules.ours, answer, what, end, options), expected)
        }
      })
    }
  }
}

for (const name of Object.keys(endings)) {
  test(`${name}: the mock is given a cookie at all`, async () => {
    const { cookies } = await witnessed(modules.ours, timings['a store that answers later'], { change: true }, endings[name])
    assert.match(String(cookies), /^connect\.sid=s%3Anew\..+; Path=\/; HttpOnly$/)
  })
}

test('a mock that lacks what express-session calls is answered all the same', async () => {
  for (const answer of Object.values(timings)) {
    for (const end of Object.values(endings)) {
      const { calls, isEnded } = await witnessed(modules.ours, answer, { change: true }, end, {}, false)
      assert.deepEqual([calls.length, isEnded], [1, true])
    }
  }
})
