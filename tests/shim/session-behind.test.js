// Does a session work that stands behind a Proxy, an object that inherits from it, or in a class of the application's?
'use strict'

const { describe, test } = require('node:test')
const assert = require('node:assert/strict')
const { oursOnly, serve, session } = require('./app')
const RecordingStore = require('./recording-store')
const { idIn } = require('./signed-cookie')

const called = (target, method) => new Promise((resolve, reject) => {
  target[method]((error) => error ? reject(error) : resolve())
})

const stands = {
  'itself': (own) => own,
  'a Proxy without traps': (own) => new Proxy(own, {}),
  'a Proxy whose get is that of Reflect': (own) => new Proxy(own, { get: (target, name, receiver) => Reflect.get(target, name, receiver) }),
  'a Proxy whose get asks the session itself': (own) => new Proxy(own, { get: (target, name) => target[name] }),
  'a Proxy of a Proxy': (own) => new Proxy(new Proxy(own, {}), {}),
  'a Proxy that sees what is set': (own) => new Proxy(own, { set: (target, name, value) => Reflect.set(target, name, value) }),
  'an object that inherits from it': (own) => Object.create(own)
}

for (const [what, make] of Object.entries(stands)) {
  for (const kept of ['as req.session', 'beside req.session']) {
    describe(`of ${what}, ${kept},`, () => {
      // Gives the answer to a request of a known client whose session has gone through `make`.
      const run = async (t, handler, cookieless) => {
        const store = new RecordingStore()
        const cookie = store.seed({ user: 'alice' })
        const app = await serve(t, { store }, async (req, res) => {
          const stand = make(req.session)
          if (kept === 'as req.session') req.session = stand
          res.end(JSON.stringify(await handler(stand, req) ?? null))
        })
        const { body, setCookies } = await app.get('/', cookieless ? undefined : cookie)
        assert.deepEqual(app.errors, [])
        return { store, body: JSON.parse(body), setCookies }
      }

      test('id and data are those of the session', async (t) => {
        const { body } = await run(t, (stand, req) => [stand.id === req.sessionID, stand.id, stand.user])
        assert.deepEqual(body, [true, 'seeded', 'alice'])
      })

      // What is inherited is not part of its JSON.
      if (what !== 'an object that inherits from it') {
        test('save stores what it holds', async (t) => {
          const { store } = await run(t, async (stand) => {
            stand.user = 'bob'
            await called(stand, 'save')
          })
          assert.equal(store.read().user, 'bob')
        })

        test('a change is stored at the end', async (t) => {
          const { store, body, setCookies } = await run(t, (stand) => {
            stand.user = 'bob'
            return stand.id
          }, true)
          assert.equal(store.read(body).user, 'bob')
          assert.equal(idIn(setCookies[0]), body)
        })
      }

      test('reload brings back what is stored', async (t) => {
        const { body } = await run(t, async (stand, req) => {
          stand.user = 'bob'
          await called(stand, 'reload')
          return [req.session.user, req.session.id]
        })
        assert.deepEqual(body, ['alice', 'seeded'])
      })

      test('regenerate gives a new id, with its cookie', async (t) => {
        const { store, body, setCookies } = await run(t, async (stand, req) => {
          await called(stand, 'regenerate')
          req.session.user = 'carol'
          return req.session.id
        })
        assert.notEqual(body, 'seeded')
        assert.equal(idIn(setCookies[0]), body)
        assert.equal(store.read(body).user, 'carol')
        assert.equal(store.read(), undefined)
      })

      test('destroy removes it from request and store', async (t) => {
        const { store, body } = await run(t, async (stand, req) => {
          await called(stand, 'destroy')
          return 'session' in req
        })
        assert.equal(body, false)
        assert.equal(store.read(), undefined)
      })

      test('touch and resetMaxAge start the cookie anew', async (t) => {
        const { body } = await run(t, (stand) => {
          stand.cookie.originalMaxAge = 60000
          stand.touch()
          return Math.round(stand.cookie.maxAge / 10000)
        })
        assert.equal(body, 6)
      })
    })
  }
}

test('behind a Proxy it has no way to the store when its response has ended, and says so', oursOnly('goes on to know its request'), async (t) => {
  const store = new RecordingStore()
  const cookie = store.seed({ user: 'alice' })
  let stand
  const app = await serve(t, { store }, (req, res) => { stand = new Proxy(req.session, {}); res.end() })
  await app.get('/', cookie)
  for (const method of ['save', 'reload', 'destroy', 'regenerate', 'close']) {
    assert.throws(() => stand[method](), { name: 'Error', message: /its response has ended/ }, method)
  }
})

test('a class that extends Session has its methods, id and data', async (t) => {
  function Own (req, data) { session.Session.call(this, req, data) }
  Own.prototype = Object.create(session.Session.prototype, { greeting: { get () { return `hello ${this.user}` } } })
  for (const Class of [Own, class extends session.Session { get greeting () { return `hello ${this.user}` } }]) {
    const store = new RecordingStore()
    const cookie = store.seed({ user: 'alice' })
    store.createSession = function (req, data) {
      data.cookie = new session.Cookie(data.cookie)
      return (req.session = new Class(req, data))
    }
    const app = await serve(t, { store }, async (req, res) => {
      const { greeting, id } = req.session
      req.session.user = 'bob'
      await called(req.session, 'save')
      await called(req.session, 'reload')
      res.end([greeting, id, req.session.greeting, req.session instanceof Class].join())
    })
    assert.equal((await app.get('/', cookie)).body, 'hello alice,seeded,hello bob,true')
    assert.deepEqual(app.errors, [])
  }
})
