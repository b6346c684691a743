// What do lifetimes mean for Redis, whose store moves only the key's expiry when it is told to touch?
'use strict'

const assert = require('node:assert/strict')
const http = require('node:http')
const path = require('node:path')
const { before, describe, test } = require('node:test')
const { RedisServer, skip } = require('../kit/redis-server')

const EXAMPLE = path.join(__dirname, '../../examples/cluster')
const MINUTE = 60000

const inTime = { timeout: 60_000 }
const realNow = Date.now

describe('lifetimes with Redis', { skip }, () => {
  let session, openStore

  before(async () => {
    const { installOwnPackages } = await import('../../scripts/workspace/own-packages.mjs')
    await installOwnPackages('examples/cluster')
    session = require(path.join(EXAMPLE, 'node_modules/express-session'))
    ;({ openStore } = require(path.join(EXAMPLE, 'store.js')))
  })

  async function serve (t, options) {
    const redis = await RedisServer.started(t)
    const { client, store } = await openStore([redis.url])
    t.after(() => client.destroy())
    const middleware = session({ secret: 'k'.repeat(32), resave: false, saveUninitialized: false, store, ...options })
    const server = http.createServer((req, res) => middleware(req, res, (error) => {
      if (error) return res.destroy(error)
      if (req.url === '/in') req.session.user = 'alice'
      res.end(String(req.session.user))
    }))
    await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
    t.after(() => { server.closeAllConnections(); server.close() })
    const get = async (url, cookie = '') => {
      const response = await fetch(`http://127.0.0.1:${server.address().port}${url}`, { headers: { cookie } })
      return { body: await response.text(), cookie: response.headers.get('set-cookie')?.split(';')[0] }
    }
    const commands = async (visits) => {
      await client.configResetStat()
      await visits()
      const stats = await client.info('commandstats')
      const calls = [...stats.matchAll(/cmdstat_(get|set|expire|del):calls=(\d+)/g)].map(([, name, count]) => [name, Number(count)])
      return Object.fromEntries(calls)
    }
    const { cookie } = await get('/in')
    return { get, cookie, commands, client }
  }

  test('a read-only request is one command with touchAfter, and two without', inTime, async (t) => {
    for (const [touchAfter, expected] of [[MINUTE, { get: 100 }], [undefined, { get: 100, expire: 100 }]]) {
      const { get, cookie, commands } = await serve(t, { touchAfter, cookie: { maxAge: 60 * MINUTE } })
      const called = await commands(async () => {
        for (let visit = 0; visit < 100; visit++) assert.equal((await get('/', cookie)).body, 'alice')
      })
      assert.deepEqual(called, expected)
    }
  })

  test('a session in use does not end, an idle one does, and the key goes with its absolute end', inTime, async (t) => {
    t.after(() => { Date.now = realNow })
    const start = realNow()
    const { get, cookie, client } = await serve(t, { idleTimeout: MINUTE, absoluteTimeout: 10 * MINUTE })
    const [key] = await client.keys('*')
    for (let passed = 0; passed < 5; passed++) {
      Date.now = () => start + passed * (MINUTE - 2000)
      assert.equal((await get('/', cookie)).body, 'alice')
    }
    const record = JSON.parse(await client.get(key))
    assert.ok(Date.parse(record.cookie.expires) - start < 10 * MINUTE + 5000, record.cookie.expires)
    assert.ok(await client.ttl(key) <= 600)
    Date.now = () => start + 4 * (MINUTE - 2000) + MINUTE
    assert.equal((await get('/', cookie)).body, 'undefined')
    assert.deepEqual(await client.keys('*'), [])
  })
})
