// Do sessions end whose store makes them with a session module of its own?
'use strict'

const { describe, test } = require('node:test')
const assert = require('node:assert/strict')
const reference = require('express-session')
const { serve, oursOnly } = require('./app')
const { movedClock } = require('./moved-clock')
const { patientStoreOf } = require('./patient-store')

const opts = oursOnly('has no such options')
const HOUR = 3600000

const handlers = {
  '/in': (req, res) => { req.session.user = 'alice'; res.end() },
  '/': (req, res) => res.end(String(req.session.user)),
  '/change': (req, res) => { req.session.views = (req.session.views || 0) + 1; res.end(String(req.session.user)) },
  '/out': (req, res) => req.session.destroy(() => res.end())
}

describe('a store with the Store of express-session 1.19.0', opts, () => {
  const visited = async (t, options) => {
    const clock = movedClock(t)
    const store = new (patientStoreOf(reference.Store))()
    const app = await serve(t, { store, ...options }, handlers)
    const { cookie } = await app.get('/in')
    return { ...app, clock, store, cookie }
  }

  for (const path of ['/', '/change']) {
    test(`absoluteTimeout ends a session that is used, and not 1 ms before (${path})`, async (t) => {
      const { get, clock, cookie } = await visited(t, { absoluteTimeout: HOUR })
      clock.advance(HOUR / 2)
      assert.equal((await get(path, cookie)).body, 'alice')
      clock.advance(HOUR / 2 - 1)
      assert.equal((await get(path, cookie)).body, 'alice')
      clock.advance(1)
      assert.equal((await get(path, cookie)).body, 'undefined')
    })

    test(`idleTimeout ends a session that is not used (${path})`, async (t) => {
      const { get, clock, cookie } = await visited(t, { idleTimeout: HOUR })
      for (let hours = 0; hours < 3; hours++) {
        clock.advance(HOUR - 1)
        assert.equal((await get(path, cookie)).body, 'alice')
      }
      clock.advance(HOUR)
      assert.equal((await get(path, cookie)).body, 'undefined')
    })
  }

  test('clearOnDestroy clears the cookie', async (t) => {
    const { get, cookie } = await visited(t, { clearOnDestroy: true })
    assert.match((await get('/out', cookie)).setCookies[0], /^connect\.sid=; Path=\/; Expires=Thu, 01 Jan 1970/)
  })
})
