// Which calls does a store in memory get, and what does it hold?
'use strict'

const { recording } = require('../kit/recording-store')

/** @param {import('express-session')} session the module whose store it is */
function watchedStore (session) {
  const WatchedStore = recording(session.MemoryStore, (method, id) => `${method} ${id}`)
  const store = new WatchedStore()

  // As text, because the order of the members is part of what an application stores.
  const contents = () => new Promise((resolve, reject) => {
    store.all((error, sessions) => error ? reject(error) : resolve(JSON.stringify(sessions, null, 1)))
  })
  return Object.assign(store, { contents })
}

module.exports = watchedStore
