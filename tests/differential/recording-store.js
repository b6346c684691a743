'use strict'

// What does the middleware ask of its store, and what does it make of a store that behaves badly?

const { EventEmitter } = require('node:events')
const { inherits } = require('node:util')

const { describe } = require('./describe')
const { revive } = require('./values')

// The latest time at which each MemoryStore was asked.
const latest = new WeakMap()

// `settings` is the scenario's; `fault()` says how the present request's calls shall go wrong.
function createStore (session, settings, log, fault) {
  switch (settings.kind) {
    case 'default': return undefined
    case 'memory': return watchedMemoryStore(session, settings, log)
    case 'recording': return recordingStore(session, settings, log, fault)
    case 'empty object': return {}
    default: return settings.kind === 'null' ? null : 'text'
  }
}

function watchedMemoryStore (session, settings, log) {
  const store = new session.MemoryStore()
  for (const method of ['get', 'set', 'touch', 'destroy', 'all', 'length', 'clear']) {
    store[method] = function (...args) {
      log('store', `${method} ${describeCall(args)}`)
      latest.set(store, Math.max(latest.get(store) ?? 0, Date.now()))
      return session.MemoryStore.prototype[method].apply(this, args)
    }
  }
  for (const [id, record] of settings.planted) store.sessions[id] = JSON.stringify(revive(record))
  return store
}

function recordingStore (session, settings, log, fault) {
  const store = constructed(session, settings.base, methodsOf(settings, log, fault))
  store.held = new Map(settings.planted.map(([id, record]) => [id, planted(settings.shape, record)]))
  return store
}

// The ways in which published stores take the base class.
function constructed ({ Store }, base, methods) {
  if (base === 'class') {
    class RecordingStore extends Store {}
    return Object.assign(new RecordingStore(), methods)
  }
  if (base === 'borrowed') return Object.assign(new EventEmitter(), Store.prototype, methods)

  function OldStore () {
    if (base === 'Store.call') Store.call(this)
  }
  if (base === 'prototype instance') OldStore.prototype = new Store()
  else inherits(OldStore, Store)
  return Object.assign(new OldStore(), methods)
}

function methodsOf (settings, log, fault) {
  const methods = {
    get (id, callback, ...rest) {
      return answer('get', describeCall([id, callback, ...rest]), callback, () => {
        const given = fault('get')
        if (given && 'gives' in given) return revive(given.gives)
        return read(settings, this.held.get(id))
      })
    },
    set (id, session, callback, ...rest) {
      return answer('set', describeCall([id, session, callback, ...rest]), callback, () => {
        if (settings.mutates === '__lastAccess') session.__lastAccess = Date.now()
        if (settings.mutates === 'plain cookie') session.cookie = JSON.parse(JSON.stringify(session.cookie))
        this.held.set(id, written(settings.shape, session))
      })
    },
    destroy (id, callback, ...rest) {
      return answer('destroy', describeCall([id, callback, ...rest]), callback, () => { this.held.delete(id) })
    },
    all (callback) {
      return answer('all', '', callback, () => [...this.held.keys()])
    },
    clear (callback) {
      return answer('clear', '', callback, () => this.held.clear())
    }
  }
  if (settings.touch) {
    methods.touch = function (id, session, callback, ...rest) {
      return answer('touch', describeCall([id, session, callback, ...rest]), callback, () => {
        if (this.held.has(id)) this.held.set(id, written(settings.shape, session))
      })
    }
  }
  return methods

  function answer (method, call, callback, act) {
    log('store', `${method} ${call}`)
    const kind = fault(method)?.kind
    if (kind === 'throws') throw new Error(`store.${method} threw`)
    if (kind === 'never') return
    if (kind === 'ENOENT') return reply(callback, Object.assign(new Error('no such session'), { code: 'ENOENT' }))
    if (kind === 'Error') return reply(callback, new Error(`store.${method} failed`))
    if (kind === 'text') return reply(callback, `store.${method} failed as text`)

    const result = act()
    reply(callback, null, result)
    if (kind === 'promise') return Promise.resolve(result)
  }

  function reply (callback, ...args) {
    if (typeof callback !== 'function') return
    if (settings.timing === 'sync') callback(...args)
    else if (settings.timing === 'microtask') queueMicrotask(() => callback(...args))
    else setImmediate(callback, ...args)
  }
}

function read ({ shape, mutates }, held) {
  if (held === undefined) return undefined
  const record = shape === 'text' ? JSON.parse(held) : held
  if (mutates === 'in get') record.__loaded = (record.__loaded || 0) + 1
  return shape === 'live' ? record : copy(record)
}

function written (shape, session) {
  if (shape === 'text') return JSON.stringify(session)
  if (shape === 'live') return session
  if (typeof session !== 'object' || session === null) return session
  const { cookie } = session
  if (typeof cookie !== 'object' || cookie === null) return { ...session }
  // some stores keep a Cookie's own properties, some what toJSON() gives
  if (shape === '_expires' || typeof cookie.toJSON !== 'function') return { ...session, cookie: { ...cookie } }
  return { ...session, cookie: cookie.toJSON() }
}

function planted (shape, record) {
  return shape === 'text' ? JSON.stringify(revive(record)) : revive(record)
}

function copy (record) {
  if (typeof record !== 'object' || record === null) return record
  const { cookie } = record
  return typeof cookie === 'object' && cookie !== null ? { ...record, cookie: { ...cookie } } : { ...record }
}

function describeCall (args) {
  return args.map(arg => typeof arg === 'object' && arg !== null ? describeSession(arg) : describe(arg)).join(' ')
}

function describeSession (session) {
  const { cookie } = session
  const cookieNames = typeof cookie === 'object' && cookie !== null ? Object.getOwnPropertyNames(cookie).join() : describe(cookie)
  return `${json(session)} (cookie: ${cookieNames})`
}

function json (value) {
  try {
    return JSON.stringify(value)
  } catch (error) {
    return `not serializable, ${describe(error)}`
  }
}

// What the store holds between two requests.
function contents (store) {
  const held = store?.held ? [...store.held] : Object.entries(store?.sessions ?? {}).filter(([, text]) => !hasExpired(store, JSON.parse(text)))
  return held.map(([id, record]) => `${describe(id)} ${typeof record === 'string' ? record : json(record)}`).join('; ')
}

// What had expired when the store was last asked may be gone, also where the clock was turned back since.
function hasExpired (store, session) {
  const now = Math.max(latest.get(store) ?? 0, Date.now())
  return Boolean(session?.cookie?.expires) && new Date(session.cookie.expires) <= now
}

module.exports = { createStore, contents }
