// Does what an application passes as a callback run once, whatever a store makes of an exception that it throws?
'use strict'

const { describe, test } = require('node:test')
const assert = require('node:assert/strict')
const { oursOnly } = require('./app')
const { runScript } = require('./child')

// Stores by what they do with what their callback throws.
const stores = {
  'async functions': 'async (answer, callback) => { callback(...answer) }',
  'async functions that wait': 'async (answer, callback) => { await null; callback(...answer) }',
  'async functions that catch, and call back with what they caught': `async (answer, callback) => {
    try { callback(...answer) } catch (error) { callback(error) }
  }`,
  'async functions that wait, catch, and call back with what they caught': `async (answer, callback) => {
    try { await null; callback(...answer) } catch (error) { callback(error) }
  }`,
  'functions that catch, and call back with what they caught': `(answer, callback) => {
    try { callback(...answer) } catch (error) { callback(error) }
  }`
}

// Prints how often the callback ran, what the first call was given, and what became of what it threw.
const source = (answer, act, options = '') => `
  const answer = ${answer}
  const found = () => [null, { cookie: { originalMaxAge: null }, user: 'alice' }]
  const store = Object.assign(new session.Store(), {
    get: (id, callback) => answer(found(), callback),
    set: (id, data, callback) => answer([], callback),
    destroy: (id, callback) => answer([], callback)
  })
  const middleware = session({ secret: 'of tests', store, resave: false, saveUninitialized: false, ${options} })
  const report = { runs: 0, uncaught: [] }
  process.on('uncaughtException', (error) => report.uncaught.push(error.message))
  const callback = (error) => {
    report.runs++
    if (report.runs === 1) report.given = error ? error.message : null
    throw new Error('of the application')
  }
  const req = { url: '/', headers: { cookie: signedCookie('known', 'of tests') } }
  const res = new MockResponse()
  setTimeout(() => console.log(JSON.stringify(report)), 50)
  ;(${act})(req, res)
`

const within = (call) => `(req, res) => middleware(req, res, () => setImmediate(() => { ${call} }))`

const acts = {
  'a callback given to save': within('req.session.save(callback)'),
  'a callback given to regenerate': within('req.session.regenerate(callback)'),
  'a callback given to destroy': within('req.session.destroy(callback)'),
  'a callback given to reload': within('req.session.reload(callback)'),
  'a callback given to store.load': within('store.load("known", callback)'),
  'the next of a plain server': '(req, res) => middleware(req, res, callback)'
}

for (const [kind, answer] of Object.entries(stores)) {
  describe(`where the store's methods are ${kind}`, () => {
    for (const [what, act] of Object.entries(acts)) {
      for (const options of ['', 'storeTimeout: 1000']) {
        const bounded = options ? ', with a storeTimeout' : ''
        test(`${what} that throws runs once, and somebody hears of it${bounded}`, oursOnly('runs some of them twice'), async () => {
          const { stdout, stderr } = await runScript(source(answer, act, options))
          assert.deepEqual(JSON.parse(stdout || JSON.stringify(stderr)), { runs: 1, uncaught: ['of the application'], given: null })
        })
      }
    }
  })
}

describe('without a callback', () => {
  const failing = "async () => { throw new Error('store down') }"
  const working = stores['async functions that wait']
  for (const [call, expected] of [
    ['req.session.regenerate()', 'object'],
    ['req.session.reload()', 'object'],
    ['req.session.save()', 'undefined'],
    ['req.session.destroy()', 'undefined'],
    ['store.load("known")', 'object'],
    ['store.regenerate(req)', 'object']
  ]) {
    test(`${call} ends no process, and is a promise`, oursOnly('ends the process a turn later'), async () => {
      const { stdout, stderr, code } = await runScript(source(working, within(
        `Promise.resolve(${call}).then((value) => { report.value = typeof value })`
      )))
      assert.deepEqual([code, JSON.parse(stdout || JSON.stringify(stderr))], [0, { runs: 0, uncaught: [], value: expected }])
    })

    test(`${call} that nobody waits for ends no process when the store fails`, oursOnly('ends the process'), async () => {
      const { stdout, stderr, code } = await runScript(source(failing, `(req, res) => {
        req.headers = {}
        middleware(req, res, (error) => error || setImmediate(() => { ${call} }))
      }`))
      assert.deepEqual([code, JSON.parse(stdout || JSON.stringify(stderr))], [0, { runs: 0, uncaught: [] }])
    })
  }
})
