// Does an application compile that awaits sessions and stores, and a store that is written with promises?

import session, { MemoryStore, PromiseStore, type Session, type SessionData } from 'express-session-wasm'
import express, { type Request } from 'express'
import { promisify } from 'node:util'

interface Cart {
  items: string[]
}

const app = express()

app.use(session<Cart>({ secret: 'a secret', genid: async () => 'an id', resave: false, saveUninitialized: false }))

app.post('/login', async (req, res) => {
  const renewed = await req.session.regenerate()
  const id: string = renewed.id
  const cart = req.session as Session & Cart
  cart.items = [id]
  const nothing: void = await req.session.save()
  const reloaded: Session = await req.session.reload()
  await Promise.all([nothing, reloaded.destroy()])
  res.redirect('/')
})

app.post('/callbacks', async (req, res, next) => {
  const saved: Session = req.session.save((error) => error ? next(error) : res.end())
  const again: Session = req.session.regenerate(next).reload(next).destroy(next)
  const later = (callback?: (error: any) => void) => [req.session.save(callback), req.session.destroy(callback)]
  await promisify((callback: (error: any) => void) => { req.session.save(callback) })()
  return [saved, again, later]
})

class MapStore extends PromiseStore<Cart> {
  private readonly kept = new Map<string, string>()

  override async get (sid: string): Promise<(SessionData & Cart) | null> {
    return JSON.parse(this.kept.get(sid) ?? 'null') as (SessionData & Cart) | null
  }

  override async set (sid: string, data: SessionData & Cart) {
    this.kept.set(sid, JSON.stringify({ ...data, items: data.items.slice() }))
  }

  override async destroy (sid: string) {
    this.kept.delete(sid)
  }

  override async touch (sid: string, data: SessionData & Cart) {
    await this.set(sid, data)
  }

  override async length () {
    return this.kept.size
  }
}

const object = session.promised<Cart>({
  get: async () => undefined,
  set: async (sid, data) => [sid, data.items],
  destroy: async () => {}
})

// @ts-expect-error: it has no destroy
session.promised({ get: async () => null, set: async () => {} })

// @ts-expect-error: it has no get
class NoStore extends PromiseStore {}

for (const store of [new MapStore(), object, new MemoryStore()]) session({ secret: 'a secret', store })

async function outside (store: session.Store, memory: MemoryStore, req: Request) {
  const loaded = await store.load('an id')
  const { id, cookie } = loaded ?? await store.regenerate(req)
  const length: number = await memory.length()
  return [id, cookie, length]
}

export { NoStore, outside }
