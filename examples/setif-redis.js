// How does connect-redis compare and set? With it no write is lost between processes: option `concurrency: 'merge'`.
//
//   const { withSetIf } = require('./setif-redis')
//   app.use(session({ store: withSetIf(new RedisStore({ client })), concurrency: 'merge', ... }))
'use strict'

// One command for Redis: nothing else happens in between.
const SCRIPT = `
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[2], 'EX', ARGV[3])
return 1
`

/**
 * Gives a store of connect-redis 9 or 10, with a client of the package redis, the method `setIf`.
 *
 * @param {any} store
 */
function withSetIf (store) {
  store.setIf = (sid, session, previous, callback) => {
    const { expires } = session.cookie
    const seconds = expires ? Math.ceil((new Date(expires) - Date.now()) / 1000) : store.ttl
    // As `set` of connect-redis does it.
    if (seconds <= 0) return store.destroy(sid, (error) => callback(error, true))
    const texts = [previous, session].map((each) => store.serializer.stringify(each))
    store.client.eval(SCRIPT, { keys: [store.prefix + sid], arguments: [...texts, String(seconds)] })
      .then((done) => callback(null, done === 1), callback)
  }
  return store
}

module.exports = { withSetIf }
