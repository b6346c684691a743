// Does a client get the cookie of what the application saved for it?
'use strict'

const { describe, test } = require('node:test')
const assert = require('node:assert/strict')
const { oursOnly, serve } = require('./app')
const RecordingStore = require('./recording-store')
const { idIn } = require('./signed-cookie')

const savers = {
  'with a callback': (req, res) => req.session.save(() => res.end(req.sessionID)),
  'and waits for a promise': async (req, res) => {
    await req.session.save()
    res.end(req.sessionID)
  },
  'and does not wait': (req, res) => {
    req.session.save()
    res.end(req.sessionID)
  }
}

describe('a new session without data that the application saves itself', oursOnly('sets no cookie: nobody comes back to it'), () => {
  for (const [how, handler] of Object.entries(savers)) {
    test(`(${how}) is stored once, its cookie is set, and the client comes back to it`, async (t) => {
      const store = new RecordingStore()
      const app = await serve(t, { store }, handler)
      const { cookie, body, setCookies } = await app.get()
      assert.equal(setCookies.length, 1)
      assert.equal(idIn(cookie), body)
      assert.deepEqual(store.calls, ['set'])
      // A token that is bound to the id, as csrf-csrf makes it, stays valid.
      assert.equal((await app.get('/', cookie)).body, body)
      assert.deepEqual(Object.keys(store.sessions), [body])
    })
  }
})

test('a new session without data that nobody saves sets no cookie', async (t) => {
  const store = new RecordingStore()
  const { setCookies } = await (await serve(t, { store })).get()
  assert.deepEqual([setCookies, store.calls], [[], []])
})
