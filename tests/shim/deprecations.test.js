// Which deprecations and warnings does an application hear of, and where?
'use strict'

const { describe, test } = require('node:test')
const assert = require('node:assert/strict')
const { oursOnly } = require('./app')
const { runScript } = require('./child')

const RESAVE = 'undefined resave option; provide resave option'
const SAVE_UNINITIALIZED = 'undefined saveUninitialized option; provide saveUninitialized option'
const SECRET = 'req.secret; provide secret option'
const NO_SECRET = 'secret is undefined: is the environment variable set?'
const SAME_SITE = 'cookie option: option sameSite is invalid; no response can carry it'
const MAX_AGE = 'maxAge as Date; pass number of milliseconds instead'

describe('deprecations', () => {
  const calls = [
    ['session() without options tells all three', 'session()', [RESAVE, SAVE_UNINITIALIZED, SECRET]],
    ['complete options tell nothing', 'session({ secret: "s", resave: false, saveUninitialized: true })', []],
    ['a missing resave', 'session({ secret: "s", saveUninitialized: true })', [RESAVE]],
    ['a missing saveUninitialized', 'session({ secret: "s", resave: true })', [SAVE_UNINITIALIZED]],
    ['a missing secret', 'session({ resave: true, saveUninitialized: true })', [SECRET]],
    ['a secret that is undefined', 'session({ secret: process.env.NOT_SET, resave: true, saveUninitialized: true })', [NO_SECRET]],
    ['an attribute that no cookie can have', 'session({ secret: "s", resave: true, saveUninitialized: true, cookie: { sameSite: "laxx" } })', [SAME_SITE]],
    ['an empty secret', 'session({ secret: "", resave: true, saveUninitialized: true })', [SECRET]],
    ['null is no missing option', 'session({ secret: "s", resave: null, saveUninitialized: null })', []],
    ['a Date for maxAge', 'new session.Cookie().maxAge = new Date()', [MAX_AGE]],
    ['the same call site twice', 'for (const i of [1, 2]) session({ secret: "s", resave: true })', [SAVE_UNINITIALIZED]]
  ]
  for (const [what, source, messages] of calls) {
    const options = [NO_SECRET, SAME_SITE].includes(messages[0]) ? oursOnly('has no words for it') : {}
    test(`${what}: ${messages.length} on stderr`, options, async () => {
      const { stderr } = await runScript(source)
      const told = [...stderr.matchAll(/express-session deprecated (.+) at \[eval\]:\d+:\d+$/gm)].map(([, message]) => message)
      assert.deepEqual(told, messages)
      assert.equal(stderr.trim().split('\n').filter(Boolean).length, messages.length)
    })
  }

  test('go to listeners of the process event in place of stderr', async () => {
    const { stdout, stderr } = await runScript(`
      process.on('deprecation', (error) => console.log(error.name, error.namespace, error.message))
      session({ secret: 's', resave: true })
    `)
    assert.equal(stdout, `DeprecationError express-session ${SAVE_UNINITIALIZED}\n`)
    assert.equal(stderr, '')
  })

  test('are silent with NO_DEPRECATION=express-session', async () => {
    assert.equal((await runScript('session()', { env: { NO_DEPRECATION: 'express-session' } })).output, '')
  })
})

describe('the warning about MemoryStore', () => {
  const good = 'secret: "s", resave: false, saveUninitialized: false'
  const rows = [
    ['in production with the default store', 'production', `session({ ${good} })`, 1],
    ['in production with a MemoryStore of one\'s own', 'production', `session({ ${good}, store: new session.MemoryStore() })`, 1],
    ['in production with another store', 'production', `session({ ${good}, store: new session.Store() })`, 0],
    ['in development', 'development', `session({ ${good} })`, 0],
    ['when NODE_ENV changes after the module was loaded', '', `process.env.NODE_ENV = 'production'; session({ ${good} })`, 0]
  ]
  for (const [when, NODE_ENV, source, warnings] of rows) {
    test(`comes ${warnings ? 'once' : 'never'} ${when}`, async () => {
      const { stdout, stderr } = await runScript(source, { env: { NODE_ENV } })
      assert.equal(stderr.match(/Warning: connect\.session\(\) MemoryStore keeps/g)?.length || 0, warnings)
      assert.equal(stdout, '')
    })
  }
})
