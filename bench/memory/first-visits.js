// How much memory do first visits take that are all saved, where the default store is bounded?
'use strict'

const { setImmediate: nextTurn } = require('node:timers/promises')
const { run } = require('../../tests/shim/mock')
const { sides } = require('../measure/sides')

const visits = Number(process.argv[2])
const { session } = sides.find(({ name }) => name === 'ours')

async function measure (options) {
  global.gc()
  const before = process.memoryUsage().heapUsed
  const store = new session.MemoryStore(options)
  const middleware = session({ secret: 'a secret', resave: false, saveUninitialized: true, store })
  for (let visit = 0; visit < visits; visit++) {
    const { res } = await run(middleware)
    res.end()
    if (visit % 100 === 0) await nextTurn()
  }
  await nextTurn()
  global.gc()
  const kept = Object.entries(store.sessions)
  return {
    bound: Object.entries(options).flat().join(': '),
    sessions: kept.length,
    bytes: kept.reduce((sum, [id, text]) => sum + Buffer.byteLength(id) + Buffer.byteLength(text), 0),
    heap: process.memoryUsage().heapUsed - before
  }
}

async function main () {
  const found = [await measure({ max: 10_000 }), await measure({ maxBytes: 1_000_000 })]
  process.send(found, () => process.disconnect())
}

main()
