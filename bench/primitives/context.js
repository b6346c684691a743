// Give the application the context of its request back, where the store answers from another.
'use strict'

const { AsyncLocalStorage, AsyncResource } = require('node:async_hooks')

const storage = new AsyncLocalStorage()

const next = (error, data) => error ?? data

module.exports = {
  name: 'context',
  question: 'What does it cost that a handler runs in the AsyncLocalStorage of its request, whatever context the store answers from?',
  notes: [
    'Done for every request that asks the store, because it stays below 0.2 us; were it more, it would have to be asked for.',
    'express-session loses the context with stores that answer from a pool of connections.'
  ],
  async prepare () {
    // As in an application that uses one: without any it costs less. The last of its section: it stays on.
    storage.enterWith({ request: 1 })
    return {
      'called as it comes': () => next(null, 1),
      'ours (AsyncResource)': () => new AsyncResource('SESSION').runInAsyncScope(next, undefined, null, 1),
      'AsyncLocalStorage.snapshot': () => AsyncLocalStorage.snapshot()(next, null, 1),
      'AsyncLocalStorage.bind': () => AsyncLocalStorage.bind(next)(null, 1)
    }
  }
}
