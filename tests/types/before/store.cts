// Do stores compile that were written for @types/express-session, in CommonJS?

import express = require('express')
import session = require('express-session')
import util = require('node:util')

type Rows = { [sid: string]: string }

class TableStore extends session.Store {
  private readonly rows: Rows = {}

  constructor (public readonly table = 'sessions') {
    super()
    this.setMaxListeners(0)
    this.emit('connect')
  }

  override get = (sid: string, callback: (err: any, session?: session.SessionData | null) => void): void => {
    const row = this.rows[sid]
    if (!row) return callback(null)
    callback(null, JSON.parse(row))
  }

  set (sid: string, data: session.SessionData, callback?: (err?: any) => void) {
    const ttl = data.cookie.originalMaxAge ?? data.cookie.maxAge ?? 86_400_000
    const expires = data.cookie.expires ? new Date(data.cookie.expires) : new Date(Date.now() + ttl)
    this.rows[sid] = JSON.stringify({ ...data, expires })
    if (callback) callback()
  }

  destroy (sid: string, callback?: (err?: any) => void) {
    delete this.rows[sid]
    callback?.(null)
  }

  touch (sid: string, data: session.SessionData, callback?: () => void) {
    this.set(sid, data, callback)
  }

  all (callback: (err: any, obj?: session.SessionData[] | { [sid: string]: session.SessionData } | null) => void) {
    callback(null, Object.values(this.rows).map((row) => JSON.parse(row)))
  }

  length (callback: (err: any, length?: number) => void) {
    callback(null, Object.keys(this.rows).length)
  }

  clear (callback?: (err?: any) => void) {
    callback?.()
  }

  override regenerate (req: express.Request, callback: (err?: any) => any) {
    super.regenerate(req, callback)
  }

  override createSession (req: express.Request, data: session.SessionData) {
    return super.createSession(req, data)
  }
}

class ForgettingStore extends session.MemoryStore {
  override touch (sid: string, data: session.SessionData, callback?: () => void) {
    super.touch(sid, data, callback)
  }

  override all (callback: (err: any, obj?: { [sid: string]: session.SessionData } | null) => void) {
    super.all(callback)
  }
}

// A package that is given the module, and one that inherits without a class.
function storeOf (module: typeof session): typeof TableStore {
  util.inherits(OldStore, module.Store)
  return TableStore
}
function OldStore (this: session.Store, options: object) {
  (session.Store as any).call(this, options)
}

const options: session.SessionOptions = { secret: 'one', store: new (storeOf(session))() }
const app: express.Express = express()
app.use(session(options))
app.use(session({ secret: 'one', store: new ForgettingStore() }))

app.use((req: express.Request, res: express.Response, next: express.NextFunction) => {
  const own: session.Session & Partial<session.SessionData> = req.session
  const cookie: session.Cookie = own.cookie
  const attributes: session.CookieOptions = cookie
  res.locals['cookie'] = attributes
  next()
})
