// Does a store compile that is written for every form in which stores are written?

import session, { MemoryStore, Store, type SessionData } from 'express-session-wasm'

class MapStore extends Store {
  readonly rows = new Map<string, string>()

  constructor (readonly options: { ttl?: number } = {}) {
    super({ captureRejections: true })
  }

  override get (sid: string, callback: (error: unknown, data?: SessionData | null) => void): void {
    const row = this.rows.get(sid)
    callback(null, row === undefined ? null : JSON.parse(row) as SessionData)
  }

  override set (sid: string, data: SessionData, callback?: (error?: unknown) => void): void {
    this.rows.set(sid, JSON.stringify(data))
    callback?.()
  }

  override destroy (sid: string, callback?: (error?: unknown) => void): void {
    this.rows.delete(sid)
    callback?.()
  }

  override touch (sid: string, data: SessionData, callback?: () => void): void {
    this.set(sid, data, callback)
  }

  override all (callback: (error: unknown, sessions?: SessionData[]) => void): void {
    callback(null, [...this.rows.values()].map((row) => JSON.parse(row)))
  }

  override length (callback: (error: unknown, length: number) => void): void {
    callback(null, this.rows.size)
  }
}

// Promises are ignored, and so allowed.
class PromiseStore extends session.Store {
  async get (_sid: string, callback: (error: any, data?: session.SessionData | null) => void) { callback(null, null) }
  async set (_sid: string, _data: session.SessionData, callback = () => {}) { callback() }
  async destroy (_sid: string, callback = () => {}) { callback() }
}

class CountingStore extends MemoryStore {
  reads = 0

  override get (...args: Parameters<MemoryStore['get']>) {
    this.reads += 1
    super.get(...args)
  }
}

// Store packages of the older kind are given the module.
function connectStore ({ Store: Base }: { Store: typeof session.Store }) {
  return class ConnectStore extends Base {
    get (_sid: string, callback: (error: any) => void) { callback(Object.assign(new Error('unknown'), { code: 'ENOENT' })) }
    set () {}
    destroy () {}
  }
}

function FunctionStore (this: object) {
  Store.call(this)
  MemoryStore.call(this, { ttl: 1 })
}

const stores: Store[] = [new MapStore(), new PromiseStore(), new CountingStore(), new (connectStore(session))()]
for (const store of stores) {
  store.on('connect', () => session({ secret: 'a secret', store }))
  session({ secret: 'a secret', store })
}

export { FunctionStore }
