// Where does an exception go that comes when a response is handed to Node.js only after the store has answered?
'use strict'

const { describe, test } = require('node:test')
const assert = require('node:assert/strict')
const { oursOnly } = require('./app')
const { runScript } = require('./child')

const stores = {
  'answers at once': '(callback) => callback()',
  'answers later': '(callback) => setImmediate(callback)',
  'is made of async functions': 'async (callback) => { await null; callback() }',
  'fails later': '(callback) => setImmediate(callback, new Error("disk full"))'
}

const throwing = oursOnly('throws from the callback of the store')

const servers = {
  'a response with strictContentLength': {
    before: 'res.strictContentLength = true',
    page: "res.setHeader('Content-Length', 2); res.end('hello')",
    error: 'ERR_HTTP_CONTENT_LENGTH_MISMATCH'
  },
  'a response with strictContentLength, headers gone out': {
    before: 'res.strictContentLength = true',
    page: "res.setHeader('Content-Length', 2); res.flushHeaders(); res.end('hello')",
    error: 'ERR_HTTP_CONTENT_LENGTH_MISMATCH'
  },
  'a middleware before ours whose end throws': {
    before: `const { end } = res; let count = 0
      res.end = function (...args) { if (count++ === 0) throw Object.assign(new Error('of a middleware'), { code: 'MIDDLEWARE' }); return end.apply(this, args) }`,
    page: "res.end('hello')",
    error: 'MIDDLEWARE'
  },
  'a middleware before ours whose end always throws': {
    before: "res.end = () => { throw Object.assign(new Error('of a middleware'), { code: 'MIDDLEWARE' }) }",
    page: "res.end('hello')",
    error: 'MIDDLEWARE'
  },
  'a middleware before ours whose writeHead throws': {
    before: `const { writeHead } = res; let count = 0
      res.writeHead = function (...args) { if (count++ === 0) throw Object.assign(new Error('of a middleware'), { code: 'MIDDLEWARE' }); return writeHead.apply(this, args) }`,
    page: "res.end('hello')",
    error: 'MIDDLEWARE',
    // The handler has it thrown by `res.end`, as without sessions.
    isHeard: true
  }
}

const choices = Object.keys(stores).flatMap((when) => ['send', 'fail'].map((onSaveError) => ({ when, onSaveError })))

// Prints what became of a request for each of the choices, one after another.
const source = ({ before, page }, hasHandler) => `
  const http = require('node:http')
  const stores = { ${Object.entries(stores).map(([when, store]) => `'${when}': ${store}`).join(', ')} }
  let report
  process.on('uncaughtException', (error) => report.uncaught.push(error.message))

  const trial = ({ when, onSaveError }) => new Promise((resolve) => {
    report = { when, onSaveError, uncaught: [], errors: [] }
    const { errors } = report
    const answer = stores[when]
    const store = Object.assign(new session.Store(), {
      get: (id, callback) => callback(), set: (id, data, callback) => answer(callback), destroy: (id, callback) => answer(callback)
    })
    const middleware = session({ secret: 's', store, resave: false, saveUninitialized: false, onSaveError })
    const server = http.createServer((req, res) => {
      ${before}
      const next = (error) => {
        if (error) {
          errors.push(error.code ?? error.message)
          if (!${hasHandler}) return
          if (res.headersSent) return res.destroy()
          res.statusCode = 500
          res.removeHeader('Content-Length')
          try { res.end('failed') } catch { res.destroy() }
          return
        }
        req.session.user = 'bob'
        // as Express has it: what a handler throws goes to next
        try { ${page} } catch (thrown) { next(thrown) }
      }
      middleware(req, res, next)
    })
    server.listen(0, '127.0.0.1', () => {
      const finish = (outcome) => setTimeout(() => {
        clearTimeout(timer)
        server.close()
        resolve({ ...report, outcome })
      }, 10)
      const timer = setTimeout(finish, 8000, 'hung')
      const outgoing = http.get({ host: '127.0.0.1', port: server.address().port, agent: false }, (incoming) => {
        incoming.on('error', () => {}).on('close', () => finish(incoming.complete ? incoming.statusCode : 'closed')).resume()
      })
      outgoing.on('error', () => finish('closed'))
    })
  })

  ;(async () => {
    const outcomes = []
    for (const choice of ${JSON.stringify(hasHandler ? choices : choices.slice(2, 3))}) outcomes.push(await trial(choice))
    console.log(JSON.stringify(outcomes))
    process.exit()
  })()
`

async function outcomes (server, hasHandler) {
  const { stdout, stderr } = await runScript(source(server, hasHandler))
  return JSON.parse(stdout || JSON.stringify(stderr))
}

describe('R22 nothing is uncaught, next hears of it and the client is not left waiting:', { concurrency: true, ...throwing }, () => {
  for (const [kind, server] of Object.entries(servers)) {
    test(kind, { timeout: 50000 }, async () => {
      const found = await outcomes(server, true)
      assert.equal(found.length, choices.length)
      for (const each of found) {
        const { uncaught, errors, outcome } = each
        assert.deepEqual(uncaught, [], JSON.stringify(each))
        // `next` is called once; where the store fails, too, with what came first.
        assert.ok(errors.includes(server.error) || errors.includes('disk full'), JSON.stringify(each))
        if (each.when !== 'fails later') assert.deepEqual(errors, [server.error], JSON.stringify(each))
        assert.ok(outcome === 500 || outcome === 'closed', JSON.stringify(each))
      }
    })

    if (server.isHeard) continue
    test(`${kind}, where nobody answers the error`, { timeout: 50000 }, async () => {
      const [{ uncaught, outcome }] = await outcomes(server, false)
      assert.deepEqual(uncaught, [])
      assert.notEqual(outcome, 'hung')
    })
  }
})
