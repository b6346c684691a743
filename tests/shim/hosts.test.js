// Does the package work where tests and hosts have replaced or removed what it needs?
'use strict'

const { describe, test } = require('node:test')
const assert = require('node:assert/strict')
const { session, sessions } = require('./app')
const { runScript } = require('./child')
const { run } = require('./mock')
const { signedCookie } = require('./signed-cookie')

describe('a clock that stands still', () => {
  test('stops no request: the default store answers all the same', async (t) => {
    const store = new session.MemoryStore()
    store.sessions.known = JSON.stringify({ cookie: { path: '/' }, user: 'alice' })
    t.mock.timers.enable({ apis: ['setImmediate', 'setTimeout'] })
    const { req } = await run(sessions({ store }), { cookie: signedCookie('known') })
    assert.equal(req.session.user, 'alice')
  })
})

describe('a host without', () => {
  const serve = "run(session({ secret: 'x', resave: false, saveUninitialized: true })).then(() => console.log('served'))"

  for (const name of ['TextDecoder', 'TextEncoder', 'setImmediate', 'atob']) {
    test(`a global ${name} loads it and serves`, async () => {
      const { stdout, stderr } = await runScript(serve, { before: `delete globalThis.${name}` })
      assert.equal(stdout, 'served\n', stderr)
    })
  }

  test('a random source of its own uses one that it inherits', async () => {
    const before = 'const { crypto } = globalThis; delete globalThis.crypto; Object.getPrototypeOf(globalThis).crypto = crypto'
    const { stdout, stderr } = await runScript(serve, { before: `{ ${before} }` })
    assert.equal(stdout, 'served\n', stderr)
  })

  test('a random source asks the module of Node.js', async () => {
    const { stdout, stderr } = await runScript(serve, { before: 'delete globalThis.crypto' })
    assert.equal(stdout, 'served\n', stderr)
  })
})
