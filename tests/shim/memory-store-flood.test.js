// Does a user stay logged in while others fill the default store?
'use strict'

const { describe, test } = require('node:test')
const assert = require('node:assert/strict')
const { session, sessions, oursOnly } = require('./app')
const { run } = require('./mock')
const { Lru, Stored } = require('../../bench/eviction/sides')
const { hitRate, trace } = require('../../bench/eviction/trace')

const { MemoryStore } = session

// A visit to a site that greets whoever comes, as one that keeps a language or a token against CSRF does.
async function visit (middleware, cookie) {
  const { req, res } = await run(middleware, { cookie })
  const { user } = req.session
  req.session.language ??= 'en'
  const [header] = res.sendCookies()
  await new Promise((resolve) => req.session.save(resolve))
  return { req, user, cookie: header?.split(';')[0] ?? cookie }
}

async function logIn (middleware, name) {
  const { req, cookie } = await visit(middleware)
  req.session.user = name
  await new Promise((resolve) => req.session.save(resolve))
  return cookie
}

describe('a MemoryStore that visits without a cookie have filled', oursOnly('has no bounds'), () => {
  for (const bounds of [{ max: 1000 }, { maxBytes: 200_000 }]) {
    test(`keeps a user who came back, with ${JSON.stringify(bounds)}`, async () => {
      const store = new MemoryStore(bounds)
      const middleware = sessions({ store })
      const cookie = await logIn(middleware, 'alice')
      for (let i = 0; i < 30; i++) assert.equal((await visit(middleware, cookie)).user, 'alice')
      for (let i = 0; i < 2500; i++) await visit(middleware)
      assert.equal((await visit(middleware, cookie)).user, 'alice')
    })

    test(`still lets a new user log in, with ${JSON.stringify(bounds)}`, async () => {
      const store = new MemoryStore(bounds)
      const middleware = sessions({ store })
      const users = []
      for (let i = 0; i < 1000; i++) {
        const cookie = await logIn(middleware, `user ${i}`)
        assert.equal((await visit(middleware, cookie)).user, `user ${i}`)
        users.push(cookie)
      }
      const cookie = await logIn(middleware, 'bob')
      for (let i = 0; i < 100; i++) await visit(middleware)
      assert.equal((await visit(middleware, cookie)).user, 'bob')
    })
  }

  test('finds more sessions of users than plain LRU would, where crowds pass by', () => {
    for (const seed of [1, 2, 3]) {
      const requests = [...trace({ seed, users: 500, requests: 10_000, scans: 10, scan: 500 })]
      const lru = hitRate(new Lru(100), requests)
      const ours = hitRate(new Stored(new MemoryStore({ max: 100 })), requests)
      assert.ok(ours > lru + 0.05, `seed ${seed}: ${ours} against ${lru}`)
    }
  })
})
