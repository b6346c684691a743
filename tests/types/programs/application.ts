// Does an Express application compile that uses every option, and every method and property of a session?

import { createSecretKey, randomUUID, webcrypto } from 'node:crypto'
import { createServer } from 'node:http'
import express, { type NextFunction, type Request, type RequestHandler, type Response } from 'express'
import session, { Cookie, MemoryStore, Session, Store, type CookieOptions, type SessionData, type SessionOptions } from 'express-session-wasm'

declare module 'express-session-wasm' {
  interface SessionData {
    views: number
    user: { name: string }
  }
}

const app = express()

app.use(session({ secret: 'a secret' }))
app.use(session({ secret: ['new', 'old'], resave: false, saveUninitialized: false }))
app.use('/path', express.json(), session({ secret: Buffer.from('a secret') }))
app.use([session({ secret: new Uint8Array(32) }), session({ secret: new ArrayBuffer(32) })])
app.use(session({ secret: createSecretKey(Buffer.alloc(32)) }))
app.use(session({ secret: [createSecretKey(Buffer.alloc(32)), 'old'] }))

const keys: session.Secret[] = ['old']
declare const cryptoKey: webcrypto.CryptoKey
keys.unshift(cryptoKey)

const options: SessionOptions = {
  secret: keys,
  name: '__Host-session',
  store: new MemoryStore(),
  cookie: {
    path: '/',
    domain: 'example.com',
    maxAge: 60_000,
    expires: new Date(),
    httpOnly: true,
    secure: 'auto',
    sameSite: 'auto',
    partitioned: true,
    priority: 'high'
  },
  genid: (req) => `${req.ip}-${randomUUID()}`,
  rolling: true,
  resave: false,
  saveUninitialized: true,
  proxy: undefined,
  unset: 'destroy',
  onSaveError: 'fail',
  resign: true,
  storeTimeout: 5000
}
app.use(session(options))

const forTenant = (req: Request): CookieOptions => ({ path: req.originalUrl, secure: req.secure })
app.use(session({ ...options, cookie: forTenant, genid: (req: Request) => req.hostname }))
app.use(session({ ...options, cookie: (req) => forTenant(req) }))

if (app.get('env') === 'production' && typeof options.cookie === 'object') options.cookie.secure = true

app.get('/users/:id', session(options), (req, res, next) => {
  const views: number | undefined = req.session.views
  req.session.views = (views ?? 0) + 1
  req.session.user = { name: req.params.id }

  const id: string = req.session.id
  const sameId: string = req.sessionID
  const cookie: Cookie = req.session.cookie
  const { originalMaxAge } = cookie
  const remaining: number | undefined = cookie.maxAge
  const expiry: Date | null | undefined = cookie.expires
  const text: string | undefined = cookie.serialize?.('name', 'value')
  cookie.maxAge = remaining ?? originalMaxAge ?? 1000
  cookie.expires = null
  cookie.secure = true
  cookie.sameSite = 'lax'

  req.session.touch().resetMaxAge()
  req.session.regenerate((error) => {
    if (error) return next(error)
    req.session.save((failure) => next(failure))
  })
  req.session.reload((error) => next(error))
  req.session.destroy(() => res.json([id, sameId, expiry, text]))
  req.session.save()
  req.session.close((error) => next(error))
  req.session.close().then(() => res.write('data: closed\n\n'), next)
  delete (req as Partial<Request>).session

  req.sessionStore.get(id, (error, data) => res.json([error, data?.views, data?.cookie.maxAge]))
  req.sessionStore.destroy(id, next)
  req.sessionStore.regenerate(req, next)
  req.sessionStore.generate(req)
})

const kept: SessionData = { cookie: { originalMaxAge: null }, views: 1, user: { name: 'ada' } }
const store: Store = new MemoryStore()
store.set('id', kept)
store.touch?.('id', kept, () => {})
store.length?.((error, length = 0) => console.log(error, length > 0))
store.all?.((error, sessions) => console.log(error, sessions))
store.clear?.()
store.load('id', (error, loaded) => loaded instanceof Session && loaded.save(error))
store.emit('disconnect')
const isKnown = (value: unknown) => value instanceof Session || value instanceof Cookie || value instanceof Store

const handler: RequestHandler = session(options)
const wrapped = (request: unknown, next: NextFunction) => handler(request as Request, {} as Response, next)
const plain: ReturnType<typeof session> = session(options)
createServer((req, res) => plain(req, res, (error?: unknown) => res.end(String(error))))

export { isKnown, wrapped }
