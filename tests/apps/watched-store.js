// Which calls does a store in memory get, and what does it hold?
'use strict'

const watched = ['get', 'set', 'touch', 'destroy']

/** @param {import('express-session')} session the module whose store it is */
function watchedStore (session) {
  const store = new session.MemoryStore()
  const calls = []
  for (const name of watched) {
    store[name] = (id, ...rest) => {
      calls.push(`${name} ${id}`)
      session.MemoryStore.prototype[name].call(store, id, ...rest)
    }
  }

  // As text, because the order of the members is part of what an application stores.
  const contents = () => new Promise((resolve, reject) => {
    store.all((error, sessions) => error ? reject(error) : resolve(JSON.stringify(sessions, null, 1)))
  })
  return Object.assign(store, { calls, contents })
}

module.exports = watchedStore
