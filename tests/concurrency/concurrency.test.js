// Do several processes with one store on a real server lose nothing, does nobody come back who logged out, and how often is it asked?
'use strict'

const assert = require('node:assert/strict')
const http = require('node:http')
const { before, describe, test } = require('node:test')
const { promisify } = require('node:util')
const listen = require('../kit/listen')
const session = require('../module-under-test')

const isReference = process.env.SESSION_MODULE === 'express-session'
const { start, stores } = require('./stores')

const size = { processes: 2, clients: 20, requests: 50, logOutEvery: 100 }

for (const [name, entry] of Object.entries(stores)) {
  describe(name, { skip: isReference ? 'express-session 1.19.0 has no such option' : entry.missing }, () => {
    let place
    before(async () => {
      const { installOwnPackages } = await import('../../scripts/workspace/own-packages.mjs')
      await installOwnPackages('tests/concurrency')
    })
    before(async () => {
      const server = await start(entry)
      place = server.place
      stop = server.stop
    })
    let stop
    require('node:test').after(() => stop?.())

    test('setIf sets what is still there, and nothing else', async (t) => {
      const { store, close } = await entry.open(session, place, true)
      t.after(close)
      const [get, set, setIf, destroy] = ['get', 'set', 'setIf', 'destroy'].map((method) => promisify(store[method]).bind(store))
      for (const value of ['a', 'é"\\\n🍪\u2028', { 2: 1, 1: [null, 1e21] }]) {
        const record = { cookie: new session.Cookie({ maxAge: 60_000 }), value }
        await set('id', record)
        const previous = await get('id')
        assert.equal(await setIf('id', { ...record, more: true }, previous), true)
        assert.equal(await setIf('id', { ...record, more: false }, previous), false)
        assert.deepEqual([(await get('id')).more, (await get('id')).value], [true, value])
        await destroy('id')
        assert.equal(await setIf('id', record, previous), false)
        assert.ok(!await get('id'))
      }
    })

    test('a read-only request asks the server once with touchAfter, and twice without', async (t) => {
      for (const [touchAfter, expected] of [[60_000, ['get']], [undefined, ['get', 'touch']]]) {
        const { store, close } = await entry.open(session, place, false)
        t.after(close)
        const middleware = session({
          secret: 'k'.repeat(32), resave: false, saveUninitialized: false, store, touchAfter, cookie: { maxAge: 3600_000 }
        })
        const server = http.createServer((req, res) => middleware(req, res, (error) => {
          if (error) return res.destroy(error)
          if (req.url === '/in') req.session.user = 'alice'
          res.end(String(req.session.user))
        }))
        const url = `http://127.0.0.1:${await listen(t, server)}`
        const cookie = (await fetch(`${url}/in`)).headers.get('set-cookie').split(';')[0]
        const called = []
        for (const method of ['get', 'set', 'touch', 'destroy']) {
          const original = store[method]
          store[method] = function (...args) { called.push(method); return original.apply(this, args) }
        }
        for (let visit = 0; visit < 10; visit++) {
          assert.equal(await (await fetch(url, { headers: { cookie } })).text(), 'alice')
          assert.deepEqual(called.splice(0), expected, `touchAfter: ${touchAfter}`)
        }
      }
    })

    for (const hasSetIf of [true, false]) {
      test(`R16 R17 merge, ${hasSetIf ? 'with' : 'without'} setIf`, async (t) => {
        const { crowd } = require('./crowd')
        const found = await crowd({ name, place, concurrency: 'merge', hasSetIf, ...size })
        t.diagnostic(JSON.stringify(found))
        assert.equal(found.revived, 0)
        if (hasSetIf) assert.deepEqual([found.alive, found.lost], [0, 0])
        assert.ok(found.acknowledged > 100 && found.logOuts > 0)
      })
    }
  })
}
