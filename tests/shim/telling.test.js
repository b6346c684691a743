// Does an error that comes with the end of a response, or later, hurt anybody?
'use strict'

const { describe, test } = require('node:test')
const assert = require('node:assert/strict')
const path = require('node:path')
const { isReference, oursOnly } = require('./app')
const { runScript } = require('./child')

const timeout = { timeout: 30000 }

// Runs in a process of its own, because what nobody catches ends it. `connect()` gives a raw connection: `send(...paths)`
// sends requests at once, `answers(n)` waits until so many have come whole or the connection has been closed.
const before = `
  const path = require('node:path')
  const from = (name) => require(require.resolve(name, { paths: [${JSON.stringify(path.join(__dirname, '..'))}] }))
  const http = require('node:http')
  const net = require('node:net')
  const uncaught = [], warnings = [], nexts = []
  process.on('uncaughtException', (error) => uncaught.push(String(error)))
  process.on('unhandledRejection', (error) => uncaught.push(String(error)))
  process.on('warning', ({ name, code }) => warnings.push(code ?? name))
  console.error = () => {} // Express prints the errors of its own handler
  const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms))
  const BIG = Buffer.alloc(8 << 20, 'all work and no play ')
  const heard = (middleware) => (req, res, next) => middleware(req, res, (error) => {
    if (error) nexts.push(req.url + ' ' + error.message)
    return next(error)
  })
  const connect = (port) => {
    const socket = net.connect(port, '127.0.0.1')
    let text = '', isClosed = false
    socket.setEncoding('latin1').on('data', (part) => { text += part })
    socket.on('close', () => { isClosed = true }).on('error', () => {})
    const whole = () => {
      const found = []
      for (let at = 0; ;) {
        const head = text.indexOf('\\r\\n\\r\\n', at)
        if (head < 0) return found
        const length = Number(/content-length: (\\d+)/i.exec(text.slice(at, head))?.[1] ?? 0)
        at = head + 4 + length
        if (text.length < at) return found
        found.push(length > 99 ? length : text.slice(head + 4, at))
      }
    }
    return {
      socket,
      send: (...urls) => socket.write(urls.map((url) => 'GET ' + url + ' HTTP/1.1\\r\\nHost: a\\r\\n\\r\\n').join('')),
      answers: async (count) => {
        while (whole().length < count && !isClosed) await pause(2)
        return whole()
      }
    }
  }
`

// `handlers` are functions by path, `store` has the methods that fail; both as source.
async function outcomeOf (framework, handlers, methods, scenario) {
  const source = `
    const store = Object.assign(new session.MemoryStore(), ${methods})
    const middleware = heard(session({ secret: 'keyboard cat', resave: false, saveUninitialized: false, store }))
    const handlers = ${handlers}
    const send = (res, body) => { res.setHeader('Content-Length', body.length); res.end(body) }
    const handle = (req, res) => (handlers[req.url] ?? ((req, res) => send(res, 'plain')))(req, res)
    const server = http.createServer((${framework})(middleware, handle))
    server.listen(0, '127.0.0.1', async () => {
      const { port } = server.address()
      const result = await (async () => { ${scenario} })()
      await pause(60)
      console.log(JSON.stringify({ ...result, nexts, warnings, uncaught }))
      process.exit()
    })
  `
  const { stdout, stderr } = await runScript(source, { before })
  assert.notEqual(stdout, '', stderr)
  return JSON.parse(stdout)
}

const frameworks = {
  'Express 4': "(middleware, handle) => from('express4')().use(middleware, handle)",
  'Express 5': "(middleware, handle) => from('express')().use(middleware, handle)"
}
const failing = (ms) => `{ set (id, data, callback) { setTimeout(callback, ${ms}, new Error('disk full')) } }`

for (const [name, framework] of Object.entries(frameworks)) {
  describe(`${name}, whose own error handler destroys the socket`, { concurrency: 4 }, () => {
    const saveLate = "{ '/': (req, res) => { req.session.user = 'bob'; req.session.save(); send(res, 'ok') } }"

    for (const [how, send] of [['pipelined', "one.send('/', '/slow', '/more')"], ['consecutive', "one.send('/'); await one.answers(1); one.send('/slow', '/more')"]]) {
      test(`a save without a callback that fails late leaves ${how} requests of the connection alone`, timeout, async () => {
        const slow = saveLate.replace('{', "{ '/slow': (req, res) => setTimeout(() => send(res, 'slow'), 60),")
        const outcome = await outcomeOf(framework, slow, failing(20), `
          const one = connect(port)
          ${send}
          return { answers: await one.answers(3) }
        `)
        assert.deepEqual(outcome, { answers: ['ok', 'slow', 'plain'], nexts: isReference ? [] : ['/ disk full'], warnings: [], uncaught: [] })
      })
    }

    for (const [how, send] of [
      ['pipelined', "one.send('/', '/plain', '/more')"],
      ['sent at once when the answer is there', "one.send('/'); await one.answers(1); one.send('/plain', '/more')"]
    ]) {
      test(`an error at the end leaves requests of the connection alone that are ${how}`, { ...timeout, ...oursOnly('closes it under them') }, async () => {
        const outcome = await outcomeOf(framework, "{ '/': (req, res) => { req.session.user = 'bob'; send(res, 'ok') } }", failing(5), `
          const one = connect(port)
          ${send}
          return { answers: await one.answers(3) }
        `)
        assert.deepEqual(outcome, { answers: ['ok', 'plain', 'plain'], nexts: ['/ disk full'], warnings: [], uncaught: [] })
      })
    }

    test('a save without a callback that fails while the answer is held cuts it nowhere', { ...timeout, ...oursOnly('hears nothing of it') }, async () => {
      const outcome = await outcomeOf(framework, `{
        '/': (req, res) => {
          req.session.user = 'bob'
          req.session.save()
          req.session.more = 'for the end to save'
          send(res, BIG)
        }
      }`, `{ calls: 0, set (id, data, callback) { this.calls++ === 0 ? setTimeout(callback, 10, new Error('disk full')) : setTimeout(callback, 40) } }`, `
        const [one, two] = [connect(port), connect(port)]
        one.send('/')
        two.send('/plain')
        return { answers: await one.answers(1), others: await two.answers(1) }
      `)
      assert.deepEqual(outcome, { answers: [8 << 20], others: ['plain'], nexts: ['/ disk full'], warnings: [], uncaught: [] })
    })

    test('an error at the end of 8 MB comes when the answer is whole, though the client reads slowly', { ...timeout, ...oursOnly('cuts it') }, async () => {
      const outcome = await outcomeOf(framework, "{ '/': (req, res) => { req.session.user = 'bob'; send(res, BIG) } }", failing(5), `
        const one = connect(port)
        one.send('/')
        one.socket.pause()
        await pause(100)
        const early = nexts.length
        one.socket.resume()
        const others = Array.from({ length: 5 }, () => connect(port))
        for (const other of others) other.send('/plain')
        return { early, answers: await one.answers(1), others: (await Promise.all(others.map((other) => other.answers(1)))).flat() }
      `)
      assert.deepEqual(outcome, { early: 0, answers: [8 << 20], others: Array(5).fill('plain'), nexts: ['/ disk full'], warnings: [], uncaught: [] })
    })

    test('of two errors next gets one', timeout, async () => {
      const outcome = await outcomeOf(framework, `{
        '/': (req, res) => {
          req.session.user = 'bob'
          req.session.save()
          req.session.more = 'for the end to save'
          send(res, 'ok')
        }
      }`, failing(5), `
        const one = connect(port)
        one.send('/')
        return { answers: await one.answers(1) }
      `)
      assert.deepEqual(outcome, { answers: ['ok'], nexts: ['/ disk full'], warnings: [], uncaught: [] })
    })

    test('destroy without a callback whose store fails is reported, once the answer is whole', { ...timeout, ...oursOnly('gives the store no callback') }, async () => {
      const outcome = await outcomeOf(framework, "{ '/': (req, res) => { req.session.destroy(); setTimeout(() => send(res, BIG), 20) } }",
        "{ destroy (id, callback) { setTimeout(callback, 5, new Error('disk full')) } }", `
        const one = connect(port)
        one.send('/')
        return { answers: await one.answers(1) }
      `)
      assert.deepEqual(outcome, { answers: [8 << 20], nexts: ['/ disk full'], warnings: [], uncaught: [] })
    })
  })
}

test('a next whose promise is rejected ends no process', { ...timeout, ...oursOnly('lets it end the process') }, async () => {
  const returns = `(middleware, handle) => (req, res) => middleware(req, res, async (error) => {
    if (error) throw error
    handle(req, res)
  })`
  const outcome = await outcomeOf(returns, "{ '/': (req, res) => { req.session.user = 'bob'; send(res, 'ok') } }", failing(5), `
    const one = connect(port)
    one.send('/')
    await one.answers(1)
    one.send('/')
    return { answers: await one.answers(2) }
  `)
  assert.deepEqual(outcome, { answers: ['ok', 'ok'], nexts: Array(2).fill('/ disk full'), warnings: ['EXPRESS_SESSION_NEXT_THREW'], uncaught: [] })
})

describe('a next that throws when it is called again', { ...oursOnly('lets it end the process'), concurrency: 4 }, () => {
  // as @fastify/middie does
  const once = `(middleware, handle) => (req, res) => {
    let isCalled = false
    middleware(req, res, (error) => {
      if (isCalled) throw new Error('next is called twice')
      isCalled = true
      handle(req, res)
    })
  }`
  for (const [when, methods] of Object.entries({
    'at once': "{ set (id, data, callback) { callback(new Error('disk full')) } }",
    later: failing(5),
    'by a rejection': "{ async set () { throw new Error('disk full') } }"
  })) {
    test(`ends no process, and is warned of once: the store fails ${when}`, timeout, async () => {
      const outcome = await outcomeOf(once, "{ '/': (req, res) => { req.session.user = 'bob'; send(res, 'ok') } }", methods, `
        const one = connect(port)
        for (let i = 1; i <= 3; i += 1) {
          one.send('/')
          await one.answers(i)
        }
        return { answers: await one.answers(3) }
      `)
      assert.deepEqual(outcome, { answers: ['ok', 'ok', 'ok'], nexts: Array(3).fill('/ disk full'), warnings: ['EXPRESS_SESSION_NEXT_THREW'], uncaught: [] })
    })
  }
})
