// Does the package outlive a failure of its WebAssembly core?
'use strict'

const { describe, test } = require('node:test')
const assert = require('node:assert/strict')
const path = require('node:path')
const { isReference } = require('./app')
const { runScript } = require('./child')

const before = `const core = require(${JSON.stringify(path.join(__dirname, 'trapping-core.js'))})`
const options = { skip: isReference && 'express-session 1.19.0 has no WebAssembly', timeout: 30000 }

const SECRET = 'a secret that no error may show'
const ID = 'the-id-that-no-error-may-show'

/** Serves on a port: `ask(cookie)` gives what the client and `next` got. Prints, as JSON, what `scenario` returns. */
function program (scenario) {
  return `
    const http = require('node:http')
    const { inspect } = require('node:util')
    const uncaught = []
    process.on('uncaughtException', (error) => uncaught.push(inspect(error)))
    process.on('unhandledRejection', (error) => uncaught.push(inspect(error)))
    const store = new session.MemoryStore()
    store.sessions['${ID}'] = JSON.stringify({ cookie: { originalMaxAge: null, expires: null, path: '/' }, user: 'alice', views: 0 })
    const known = signedCookie('${ID}', '${SECRET}')
    const make = (options) => session({ secret: '${SECRET}', resave: false, saveUninitialized: false, rolling: true, store, ...options })
    const middleware = make()
    const pause = () => new Promise((resolve) => setTimeout(resolve, 5))

    const nexts = []
    const server = http.createServer((req, res) => {
      const next = (error) => {
        nexts.push(error)
        if (error && res.headersSent) return
        if (error) {
          res.statusCode = 500
          return res.end(error.message)
        }
        req.session.views = (req.session.views || 0) + 1
        res.end([req.session.user, req.session.views].join(' '))
      }
      try {
        middleware(req, res, next)
      } catch (error) {
        uncaught.push('thrown: ' + inspect(error))
        res.destroy()
      }
    })
    const ask = async (cookie = known) => {
      nexts.length = 0
      const response = await fetch('http://127.0.0.1:' + server.address().port, { headers: { cookie, connection: 'close' } }).catch(() => undefined)
      const body = response && await response.text()
      await pause()
      const errors = nexts.filter(Boolean)
      return {
        status: response?.status, body, cookies: response?.headers.getSetCookie().length, errors: errors.map(({ message }) => message),
        shown: errors.map((error) => inspect(error, { depth: 9, showHidden: true })).join()
      }
    }
    server.listen(0, '127.0.0.1', async () => {
      const result = await (async () => { ${scenario} })()
      console.log(JSON.stringify({ ...result, uncaught }))
      server.close()
      process.exit()
    })
  `
}

async function outcomeOf (scenario, env) {
  const { stdout, stderr } = await runScript(program(scenario), { before, env })
  assert.notEqual(stdout, '', stderr)
  return { ...JSON.parse(stdout), stderr }
}

function assertSecretsUnseen (...texts) {
  for (const text of texts) {
    assert.ok(!text.includes(ID), text)
    assert.ok(!text.includes(SECRET), text)
  }
}

const FAILED = 'the WebAssembly core failed; it starts anew'

describe('a trap of the core, while', options, () => {
  // [where, how, the status of the answer]
  const rows = [
    ['the cookie is read', "core.trapIn('sessioncookie_readId')", 500],
    ['the cookie is read, with nothing in its memory left as it was', 'core.spoilMemory()', 500],
    ['text is handed over', "core.trapIn('reserveText')", 500],
    ['headers are decided about', "core.trapIn('headerAction')", 200],
    ['the cookie is written', "core.trapIn('sessioncookie_serialize')", 200],
    ['the end is decided about', "core.trapIn('endAction')", 500]
  ]

  for (const [where, how, status] of rows) {
    test(`${where}: one error for next, one answer, and the next request has its session`, async () => {
      const { during, after, uncaught } = await outcomeOf(`
        await ask()
        ${how}
        // longer than any before
        const during = await ask(known + '; connect.sid=s:' + 'x'.repeat(9000))
        return { during, after: [await ask(), await ask()] }
      `)
      assert.deepEqual(uncaught, [])
      assert.deepEqual(during.errors, [FAILED])
      assert.equal(during.status, status)
      assertSecretsUnseen(during.shown)
      for (const { status: code, body, cookies, errors } of after) {
        assert.deepEqual([code, cookies, errors], [200, 1, []])
        assert.match(body, /^alice \d$/)
      }
    })
  }

  test('an id is made: next gets the error, and the next client gets a session', async () => {
    const { during, after, again, uncaught } = await outcomeOf(`
      core.trapIn('generateSessionId')
      const during = await ask('')
      return { during, after: await ask(''), again: await ask() }
    `)
    assert.deepEqual(uncaught, [])
    assert.deepEqual([during.status, during.cookies, during.errors], [500, 0, [FAILED]])
    assert.deepEqual([after.status, after.cookies, after.errors], [200, 1, []])
    assert.equal(again.body, 'alice 1')
  })

  test('it starts anew: the requests in between get an error each, until it has started', async () => {
    const { during, after, uncaught } = await outcomeOf(`
      await ask()
      core.trapIn('sessioncookie_readId')
      core.refuseInstances(true)
      const during = [await ask(), await ask(), await ask()]
      core.refuseInstances(false)
      core.trapIn('sessioncookie_new')
      during.push(await ask())
      core.trapIn('sessioncookie_addSecret')
      during.push(await ask())
      return { during, after: [await ask(), await ask()] }
    `)
    assert.deepEqual(uncaught, [])
    for (const { status, errors, shown } of during) {
      assert.deepEqual([status, errors], [500, [FAILED]])
      assertSecretsUnseen(shown)
    }
    assert.deepEqual(after.map(({ body }) => body), ['alice 2', 'alice 3'])
  })

  test('an id is digested for debug output: no request fails, and no line shows an id', async () => {
    const { answers, uncaught, stderr } = await outcomeOf(`
      const answers = []
      for (let i = 0; i < 8; i++) {
        if (i % 2 === 0) core.trapIn('digestId', 1 + i / 2)
        answers.push(await ask())
      }
      return { answers }
    `, { DEBUG: 'express-session' })
    assert.deepEqual(uncaught, [])
    assert.deepEqual(answers.map(({ status, errors }) => [status, errors]), Array(8).fill([200, []]))
    assertSecretsUnseen(stderr)
  })

  test('many middlewares share it: all of them go on, with their own secrets', async () => {
    const { before: first, after, uncaught } = await outcomeOf(`
      const others = Array.from({ length: 10 }, (_, index) => ({
        middleware: make({ secret: ['${SECRET}', 'other ' + index] }), cookie: signedCookie('${ID}', 'other ' + index)
      }))
      const names = () => Promise.all(others.map(({ middleware, cookie }) => run(middleware, { cookie }).then(({ req }) => req.session.user)))
      const before = await names()
      core.trapIn('sessioncookie_readId')
      await ask()
      return { before, after: await names() }
    `)
    assert.deepEqual(uncaught, [])
    assert.deepEqual(first, Array(10).fill('alice'))
    assert.deepEqual(after, first)
  })
})

test('an instance that failed is gone before the next is made', options, async () => {
  const { answers, kept } = await outcomeOf(`
    const answers = []
    for (let i = 0; i < 3; i++) {
      core.trapIn('sessioncookie_readId')
      answers.push((await ask()).status, (await ask()).status)
    }
    return { answers, kept: core.kept }
  `)
  assert.deepEqual(answers, [500, 200, 500, 200, 500, 200])
  assert.deepEqual(kept, [0, 0, 0, 0])
})

test('of a trap in the module that only some options need, the other hears nothing', options, async () => {
  const { answers, kept, uncaught } = await outcomeOf(`
    const limited = make({ absoluteTimeout: 3600000, idleTimeout: 60000, touchAfter: 1000, rolling: false })
    const answers = []
    for (const where of ['lifetime_loadAction', 'lifetime_created', 'lifetime_storeExpiry', 'touches_remember', 'touches_shouldTouch', 'touches_forget']) {
      core.trapIn(where)
      for (let time = 0; time < 2; time++) {
        answers.push(await run(limited, { cookie: known }).then(({ req }) => req.session.user, ({ message }) => message))
      }
    }
    return { answers, kept: core.kept }
  `)
  assert.deepEqual(uncaught, [])
  assert.equal(answers.length, 12)
  for (const answer of answers) assert.ok([FAILED, 'alice'].includes(answer), answer)
  assert.deepEqual(answers.slice(0, 4), [FAILED, 'alice', FAILED, 'alice'])
  assert.deepEqual(kept, [0])
})

describe('a random source of the application, within which', options, () => {
  const rows = [
    ['a request without a cookie is served', 'run(middleware)'],
    ['a request with a cookie is served', 'run(middleware, { cookie: known })']
  ]

  for (const [what, inner] of rows) {
    test(`${what}: that request gets an error, and no two sessions one id`, async () => {
      const { ids, inside, after, uncaught } = await outcomeOf(`
        // with -e, crypto alone is the module
        const source = globalThis.crypto
        const { getRandomValues } = source
        const inside = []
        let isInside = false
        source.getRandomValues = function (bytes) {
          if (!isInside) {
            isInside = true
            inside.push(${inner}.then(({ req }) => req.sessionID, ({ message }) => message))
            isInside = false
          }
          return getRandomValues.call(source, bytes)
        }
        const ids = []
        // more than one call of the random source pays for
        for (let i = 0; i < 300; i++) ids.push((await run(middleware)).req.sessionID)
        return { ids, inside: await Promise.all(inside), after: await ask() }
      `)
      assert.deepEqual(uncaught, [])
      assert.equal(new Set(ids).size, 300)
      for (const id of ids) assert.match(id, /^[\w-]{32}$/)
      assert.ok(inside.length > 1)
      for (const message of inside) assert.equal(message, 'the WebAssembly core was called while it was running')
      assert.deepEqual([after.status, after.body], [200, 'alice 1'])
    })
  }
})

test('middlewares that are collected after a trap leave the dead core alone', options, async () => {
  const { collected, uncaught } = await outcomeOf(`
    let collected = 0
    const registry = new FinalizationRegistry(() => { collected += 1 })
    await (async () => {
      for (let i = 0; i < 50; i++) {
        const dropped = make({ store: new session.MemoryStore() })
        await run(dropped, { cookie: known })
        registry.register(dropped)
      }
    })()
    // with 1 for every count, what is freed looks as if nobody else used it
    core.spoilMemory(1)
    for (let i = 0; i < 20 && collected < 50; i++) {
      core.collect()
      await pause()
    }
    return { collected }
  `)
  assert.deepEqual(uncaught, [])
  assert.equal(collected, 50)
})

test('a request that comes when the stack is nearly used up breaks nothing for those that follow', options, async () => {
  const { deep, after, uncaught } = await outcomeOf(`
    const texts = {}
    const askHere = () => {
      let text
      middleware({ url: '/', headers: { cookie: 'connect.sid=s%3Aa.b' } }, new MockResponse(), (error) => { text = error ? error.message : 'ok' })
      return text
    }
    // asks at every depth, from the deepest up to the first where there is room enough
    const descend = () => {
      let text
      try { text = descend() } catch {}
      if (text === 'ok') return text
      try { text = askHere() } catch (error) { text = error.message }
      texts[text] = (texts[text] || 0) + 1
      return text
    }
    for (let i = 0; i < 5; i++) descend()
    return { deep: texts, after: [await ask(), await ask()] }
  `)
  assert.deepEqual(uncaught, [])
  assert.ok(Object.keys(deep).some((text) => text !== 'ok'), 'the stack was never used up')
  assert.deepEqual(after.map(({ body }) => body), ['alice 1', 'alice 2'])
})
