// What is an application of today written with? Modules, and the newest of every framework.

import connect from 'connect'
import { RedisStore } from 'connect-redis'
import express5 from 'express'
import session, { Store } from 'express-session'
import express4 from 'express4'
import { createClient } from 'redis'
import required from './required.cjs'

/** @param {string} [redisUrl] without one no sessions are kept in Redis */
export function packages (redisUrl) {
  return {
    session,
    frameworks: { express5, express4, connect },
    redisStore: redisUrl && redisStore(redisUrl),
    isSame: required === session && required.Store === Store
  }
}

function redisStore (url) {
  const client = createClient({ url })
  client.on('error', (error) => { console.error(error) })
  client.connect().catch(() => {})
  return new RedisStore({ client })
}
