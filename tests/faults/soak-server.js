// What does a server do that serves millions of requests, while one call of its store in a hundred fails?
'use strict'

const memories = []
const Instance = WebAssembly.Instance
WebAssembly.Instance = new Proxy(Instance, {
  construct (target, args) {
    const instance = Reflect.construct(target, args)
    memories.push(new WeakRef(instance.exports.memory))
    return instance
  }
})

const http = require('node:http')
const session = require('../module-under-test')
const { SECRET } = require('../shim/signed-cookie')
const { faultsOf } = require('./faults')
const FaultyStore = require('./faulty-store')

/** New sessions beyond it replace the oldest: what grows then is not the store. */
const SESSIONS = 2000
const FAULTS = 0.01
/** Longer than the collection of garbage before each measurement. */
const STORE_TIMEOUT = 200

const counts = { requests: 0, faults: 0, errors: 0, uncaught: 0 }

class SoakedStore extends FaultyStore {
  get (id, callback) {
    // Those that the load knows are always there.
    const known = id.startsWith('known') ? '{"cookie":{"originalMaxAge":null,"expires":null,"httpOnly":true,"path":"/"},"user":"alice"}' : undefined
    const text = this.sessions.get(id) ?? known
    return this.answer('get', callback, text && JSON.parse(text))
  }

  set (id, data, callback) {
    if (this.sessions.size >= SESSIONS) this.sessions.delete(this.sessions.keys().next().value)
    return super.set(id, data, callback)
  }

  answer (method, callback, data) {
    if (Math.random() > FAULTS) return setImmediate(callback, null, data)
    counts.faults += 1
    const faults = faultsOf[method]
    const { answer } = faults[Math.floor(Math.random() * faults.length)]
    return answer({
      callback,
      data,
      error: new Error('the disk is on fire'),
      whenGone: (action) => { setTimeout(action, 5) },
      tooLate: (action) => { setTimeout(action, STORE_TIMEOUT + 5) }
    })
  }
}

const middleware = session({
  secret: SECRET, resave: false, saveUninitialized: false, unset: 'destroy', storeTimeout: STORE_TIMEOUT, store: new SoakedStore()
})

const handlers = {
  '/read': (req, res) => res.end(req.session.user),
  '/count': (req, res) => {
    req.session.views = (req.session.views || 0) + 1
    res.end(String(req.session.views))
  },
  '/stream': (req, res) => {
    req.session.streamed = true
    res.write('one ')
    setImmediate(() => res.end('two'))
  },
  '/log-in': (req, res, next) => req.session.regenerate((error) => {
    if (error) return next(error)
    req.session.user = 'bob'
    req.session.save((failure) => failure ? next(failure) : res.end('in'))
  }),
  '/log-out': (req, res) => {
    req.session = null
    res.end('out')
  }
}

const server = http.createServer({ keepAliveTimeout: 60000 }, (req, res) => {
  counts.requests += 1
  const next = (error) => {
    if (!error) return handlers[req.url](req, res, next)
    counts.errors += 1
    if (res.headersSent) return
    res.statusCode = 500
    res.end(error.message)
  }
  middleware(req, res, next)
})
server.on('clientError', (error, socket) => socket.destroy())

process.on('uncaughtException', () => { counts.uncaught += 1 })
process.on('unhandledRejection', () => { counts.uncaught += 1 })
process.on('disconnect', () => process.exit())
process.on('message', () => {
  globalThis.gc()
  const { rss, heapUsed } = process.memoryUsage()
  const wasm = memories.reduce((sum, memory) => sum + (memory.deref()?.buffer.byteLength ?? 0), 0)
  process.send({ rss, heapUsed, wasm, ...counts })
})

server.listen(0, '127.0.0.1', () => process.send({ port: server.address().port }))
