'use strict'

// Does the store over Keyv keep, touch, expire and lose sessions as it should, in memory and in Redis?

const { before, describe, test } = require('node:test')
const assert = require('node:assert/strict')
const { setTimeout: wait } = require('node:timers/promises')
const { storeSteps } = require('../../stores/contract/store-steps')
const { RedisServer, skip } = require('../kit/redis-server')
const session = require('../module-under-test')
const { started } = require('./process')
const { served } = require('./served')
const { Visitor } = require('./visitor')

const inTime = { timeout: 60_000 }

before(async () => {
  const { installOwnPackages } = await import('../../scripts/workspace/own-packages.mjs')
  await installOwnPackages('examples/keyv')
})

const example = () => ({ ...require('../../examples/keyv/store'), ...require('../../examples/keyv/server') })

/** Stores by what they keep sessions in. */
const places = {
  memory: { open: async () => example().openStore() },
  Redis: {
    skip,
    async open (t) {
      const redis = await RedisServer.started(t)
      const store = example().openStore(redis.url)
      t.after(() => store.keyv.store.disconnect(true))
      return store
    }
  }
}

for (const [place, { open, ...options }] of Object.entries(places)) {
  describe(`in ${place}`, options, () => {
    test('it keeps the contract of stores', inTime, async (t) => {
      const store = await open(t)
      for (const [name, step] of Object.entries(storeSteps)) {
        await t.test(name, async () => {
          const { holds, saw } = await step({ session, store, settle: async () => {} })
          if (name === 'expiry') assert.equal(saw, 'gone')
          else if (name === 'touch') assert.match(saw, /^"?ok"?, then expires later/)
          else if (holds === undefined) assert.equal(saw, 'has no such method')
          else assert.ok(holds, saw)
        })
      }
    })

    test('the application counts and forgets', inTime, async (t) => {
      const visitor = new Visitor(await served(t, example().createApp(await open(t))))
      assert.match((await visitor.get('/')).text, /"views":1/)
      assert.match((await visitor.get('/')).text, /"views":2/)
      assert.match((await visitor.post('/forget')).text, /"views":1/)
    })
  })
}

test('a Redis server that is gone is an error, and no empty session', { ...inTime, skip }, async (t) => {
  const redis = await RedisServer.started(t)
  const program = started(t, 'examples/keyv/server.js', { PORT: '0', REDIS_URL: redis.url })
  const url = await program.address()
  const visitor = new Visitor(url)
  assert.match((await visitor.get('/')).text, /"views":1/)
  await redis.crash()
  await wait(100)
  assert.equal((await visitor.get('/')).status, 500)
  await redis.start()
  for (let views; !views; await wait(50)) views = (await visitor.get('/')).text.match(/"views":2/)
})
