// Does an Express application compile that was written for @types/express-session, with every name and overload used?

import { createSecretKey, randomUUID } from 'node:crypto'
import { EventEmitter } from 'node:events'
import { createServer } from 'node:http'
import express, { type NextFunction, type Request, type RequestHandler, type Response } from 'express'
import session, { type CookieOptions, Cookie, MemoryStore, type Session, type SessionData, type SessionOptions, Store } from 'express-session'

declare module 'express-session' {
  interface SessionData {
    views: number
    basket: { items: string[], since: Date }
  }

  // Some add to the class instead: what is always there.
  interface Session {
    locale: 'de' | 'en'
  }
}

const app = express()

// options, one by one and all of them
app.use(session())
app.use(session({ secret: 'one' }))
app.use(session({ secret: ['one', 'two'], name: 'sid', rolling: true, resave: false, saveUninitialized: false, proxy: true }))
app.use(session({ secret: Buffer.from('one'), store: new MemoryStore(), unset: 'destroy' }))
app.use(session({ secret: [createSecretKey(Buffer.alloc(32)), new Uint8Array(32), 'two'], unset: 'keep' }))
app.use(session({ secret: 'one', genid: () => randomUUID() }))
app.use(session({ secret: 'one', genid: (req) => `${req.ip}-${req.get('user-agent')}` }))
app.use(session({ secret: 'one', genid (req: Request) { return req.hostname } }))
app.use(session({ secret: 'one', cookie: (req) => ({ secure: req.secure, path: req.baseUrl }) }))
app.use(session({ secret: 'one', cookie: (req: express.Request): session.CookieOptions => ({ domain: req.hostname }) }))
app.use(session({
  secret: 'one', name: undefined, store: undefined, cookie: undefined, rolling: undefined, resave: undefined, proxy: undefined,
  saveUninitialized: undefined, unset: undefined
}))

const attributes: CookieOptions = {
  maxAge: 1000, signed: true, expires: new Date(), httpOnly: true, path: '/', domain: 'example.com', secure: 'auto',
  encode: (value: string) => value, sameSite: 'lax', partitioned: true, priority: 'medium'
}
const nothing: CookieOptions = { maxAge: undefined, expires: null, sameSite: undefined, secure: undefined, priority: undefined }
for (const sameSite of [true, false, 'lax', 'strict', 'none'] as const) session({ secret: 'one', cookie: { ...attributes, sameSite } })

// options that are made step by step
const options: SessionOptions = { secret: process.env.SECRET ?? 'one', cookie: {} }
if (app.get('env') === 'production') {
  app.set('trust proxy', 1)
  const cookie = options.cookie as CookieOptions
  cookie.secure = true
}
const partial: Partial<session.SessionOptions> = { resave: false }
const complete: Required<Pick<SessionOptions, 'secret' | 'name'>> & SessionOptions = { ...options, ...partial, name: 'sid' }

// the middleware, under Express's own type
const middleware: RequestHandler = session(complete)
const middlewares: RequestHandler[] = [express.json(), session(complete)]
app.use(middleware)
app.use('/inner', ...middlewares)
app.get('/inner', middleware, (req, res) => { res.send(req.sessionID) })
express.Router().use(session(complete))

// for a WebSocket's first request
const forSockets = (request: unknown, next: (error?: unknown) => void) => {
  middleware(request as Request, {} as Response, next as NextFunction)
  session(complete)(request as express.Request, {} as express.Response, next as express.NextFunction)
}
type Middleware = ReturnType<typeof session>
const passed = (given: Middleware): RequestHandler => (req, res, next) => given(req, res, next)

app.get('/', (req, res, next) => {
  const { session: own, sessionID, sessionStore } = req
  const views: number | undefined = own.views
  const items: string[] = own.basket?.items ?? []
  const { locale } = own
  own.views = (views ?? 0) + 1
  own.basket = { items: [...items, 'tea'], since: new Date() }
  if (locale === 'de') own.views += 1
  if ('views' in own) delete own.views

  const declared: Session & Partial<SessionData> = own
  const chained: Session = own.touch().resetMaxAge().save(next).save((error) => next(error))
  own.regenerate((error) => error ? next(error) : res.redirect('/'))
  own.destroy((error) => { if (error) throw error })
  own.reload((error: Error | null) => next(error))
  own.regenerate(next).destroy(next).reload(next).save(next)

  own.cookie.maxAge = 60_000
  own.cookie.expires = new Date(Date.now() + 60_000)
  own.cookie.expires = undefined
  own.cookie.expires = null
  own.cookie.secure = 'auto'
  own.cookie.sameSite = true
  own.cookie.httpOnly = own.cookie.signed = false
  own.cookie.path = own.cookie.domain = undefined
  const ages: [number | null, number | undefined] = [own.cookie.originalMaxAge, own.cookie.maxAge]

  const store: Store = sessionStore
  const sameStore: Express.SessionStore = req.sessionStore
  sameStore.generate(req)
  res.json([own.id === sessionID, declared.cookie, chained.id, ages, store.listenerCount('connect')])
})

app.post('/logout', async (req, res) => {
  await new Promise<void>((resolve, reject) => req.session.destroy((error) => error ? reject(error) : resolve()))
  res.clearCookie('connect.sid').end()
})

// what others make of the names
const isAged = (cookie: Cookie) => cookie instanceof Cookie && typeof cookie.originalMaxAge === 'number'
const plain: Cookie = { originalMaxAge: null }
const stored: SessionData = { cookie: { originalMaxAge: 5, maxAge: 5, expires: new Date() }, views: 1, basket: { items: [], since: new Date() } }
interface MemberRequest extends Request { session: Session & Partial<SessionData> & { member: string } }
const memberOf = (req: Request) => (req as MemberRequest).session.member
const callback: Parameters<session.Session['save']>[0] = (error) => console.log(error)
type Loaded = Parameters<Parameters<Store['get']>[1]>[1]
const views = (loaded: Loaded) => loaded?.views

const store = new MemoryStore()
const emitter: EventEmitter = store
store.get('id', (error, data) => console.log(error, data?.basket.items))
store.set('id', stored)
store.set('id', stored, (error?: unknown) => console.log(error))
store.touch('id', stored)
store.touch('id', stored, () => {})
store.destroy('id')
store.destroy('id', (error) => console.log(error))
store.all((error, sessions) => console.log(error, sessions?.['id']?.views))
store.length((error, count) => console.log(error, count?.toFixed()))
store.clear()
store.clear((error) => console.log(error))
store.load('id', (error, data) => console.log(error, data?.views))
store.regenerate({} as Request, (error) => console.log(error))
const revived: Session & SessionData = store.createSession({} as Request, stored)

createServer((req, res) => forSockets(req, () => res.end()))

export { callback, emitter, isAged, memberOf, nothing, passed, plain, revived, views }
