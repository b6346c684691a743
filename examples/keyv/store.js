// How does any key-value store become a session store? Keyv has adapters for Redis, SQLite, PostgreSQL and others.
'use strict'

const session = require('express-session')
const { Keyv } = require('keyv')
const { default: KeyvRedis } = require('@keyv/redis')

/** For sessions whose cookie lasts as long as the browser: nobody says when they are over. */
const DAY = 24 * 60 * 60 * 1000

/**
 * Why Keyv, and not unstorage: it keeps the expiry with the value, and looks at it with every adapter. The memory driver of
 * unstorage keeps sessions for ever, and of its others some take a `ttl` and some do not. Neither can touch what it keeps:
 * here that is a read and a write, between which another process may write as well.
 */
class KeyvStore extends session.PromiseStore {
  /** @param {import('keyv').Keyv} keyv one that throws: by default it answers an error with "no such key" */
  constructor (keyv) {
    super()
    this.keyv = keyv
  }

  async get (id) {
    const text = await this.keyv.get(id)
    return text === undefined ? undefined : JSON.parse(text)
  }

  async set (id, data) {
    const { expires } = data.cookie
    // As text now: until Keyv gets to it, the session may change.
    await this.keyv.set(id, JSON.stringify(data), expires ? Math.max(new Date(expires) - Date.now(), 1) : DAY)
  }

  async destroy (id) {
    await this.keyv.delete(id)
  }

  async touch (id, { cookie }) {
    const data = await this.get(id)
    if (data) await this.set(id, { ...data, cookie })
  }

  async clear () {
    await this.keyv.clear()
  }
}

/** @param {string} [url] of a Redis server; without one sessions stay in memory */
function openStore (url) {
  const options = { namespace: 'sessions', throwOnErrors: true }
  const keyv = url
    ? new Keyv({ store: new KeyvRedis(url, { throwOnConnectError: true, throwOnErrors: true }), useKeyPrefix: false, ...options })
    : new Keyv(options)
  // Without a listener a lost connection would end the process.
  keyv.on('error', (error) => console.error(`Keyv: ${error.code || error.message}`))
  return new KeyvStore(keyv)
}

module.exports = { KeyvStore, openStore }
