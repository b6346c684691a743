// What does an Express application with this store answer, and what did it ask of the store meanwhile?
'use strict'

const { once } = require('node:events')
const { messageOf } = require('./ask')
const { hour } = require('./sessions')

const patience = 6000

class Application {
  /** @param {{ express: any, session: any, store: any, options?: object }} lab */
  constructor ({ express, session, store, options }) {
    this.calls = []
    this.watch(store)
    const app = express()
    app.use(session({
      secret: 'keyboard cat', store, resave: false, saveUninitialized: false, cookie: { maxAge: hour }, ...options
    }))
    app.get('/count', (req, res) => {
      req.session.views = (req.session.views || 0) + 1
      res.send(String(req.session.views))
    })
    app.get('/look', (req, res) => res.send(String(req.session.views)))
    app.get('/regenerate', (req, res, next) => req.session.regenerate((error) => {
      if (error) return next(error)
      req.session.views = 100
      res.send('regenerated')
    }))
    app.get('/destroy', (req, res, next) => req.session.destroy((error) => error ? next(error) : res.send('destroyed')))
    // Express knows an error handler by its four parameters.
    app.use((error, req, res, _next) => res.status(500).send(`error ${messageOf(error)}`))
    this.app = app
  }

  // Own properties in front of the methods, as the middleware calls them on the instance.
  watch (store) {
    for (const method of ['get', 'set', 'touch', 'destroy']) {
      const original = store[method]
      if (typeof original !== 'function') continue
      store[method] = (...args) => {
        this.calls.push(method)
        return original.apply(store, args)
      }
    }
  }

  async listen () {
    this.server = this.app.listen(0, '127.0.0.1')
    await once(this.server, 'listening')
    return this
  }

  async close () {
    this.server.close()
    await once(this.server, 'close')
  }

  /** @returns {Promise<{ text: string, cookie?: string, calls: string[] }>} */
  async get (path, cookie) {
    const before = this.calls.length
    const headers = { connection: 'close', ...cookie && { cookie } }
    try {
      const response = await fetch(`http://127.0.0.1:${this.server.address().port}${path}`, { headers, signal: AbortSignal.timeout(patience) })
      const text = await response.text()
      const given = response.headers.get('set-cookie')?.split(';')[0]
      return { text: response.status === 200 ? text : `${response.status} ${text}`, cookie: given, calls: this.calls.slice(before) }
    } catch (error) {
      return { text: error.name === 'TimeoutError' ? 'no answer' : `no answer: ${messageOf(error.cause ?? error)}`, calls: this.calls.slice(before) }
    }
  }
}

module.exports = Application
