// How much memory is in use after so many requests?
'use strict'

// The package keeps its instance to itself: it is noted when it is made.
let memory
const NativeInstance = WebAssembly.Instance
WebAssembly.Instance = function (module, imports) {
  const instance = new NativeInstance(module, imports)
  memory = instance.exports.memory
  return instance
}

const { setImmediate: nextTurn } = require('node:timers/promises')
const { withSessions } = require('../measure/application')
const { scenarios } = require('../measure/scenarios')
const { sides } = require('../measure/sides')

const requests = Number(process.argv[2])
const { session } = sides.find(({ name }) => name === 'ours')

async function main () {
  const lanes = scenarios.map((scenario) => withSessions(session, scenario))
  const seen = []
  const chapter = requests / 10
  let answered = 0
  // Before the first chapter is counted, everything has been compiled.
  for (let number = 0; number <= 10; number++) {
    for (let i = 0; i < chapter / (8 * 50); i++) await answer(lanes, 50)
    if (number > 0) answered += chapter
    global.gc()
    seen.push({ answered, wasm: memory.buffer.byteLength, heap: process.memoryUsage().heapUsed })
  }
  process.send(seen, () => process.disconnect())
}

async function answer (lanes, count) {
  for (const lane of lanes) {
    lane.prepare(count)
    lane.run(count)
    // A response leaves work for the next turn of the event loop.
    await nextTurn()
    lane.check(count)
  }
}

main()
