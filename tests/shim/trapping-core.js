// How does a test make the WebAssembly core trap? To be loaded before the package.
'use strict'

/** Every instance of the core since the process started. */
const instances = []
/** Functions that are to trap when they are called next, and how often. @type {Map<string, number>} */
const traps = new Map()
let isOutOfMemory = false

// (module (func (export "trap") unreachable))
const { trap } = new WebAssembly.Instance(new WebAssembly.Module(Buffer.from(
  '0061736d010000000104016000000302010007080104747261700000' + '0a05010300000b', 'hex'
))).exports

const Instance = WebAssembly.Instance

WebAssembly.Instance = new Proxy(Instance, {
  construct (target, args) {
    // V8's own words, and class
    if (isOutOfMemory) throw new RangeError('WebAssembly.Instance(): Out of memory: Cannot allocate Wasm memory for new instance')
    const instance = Reflect.construct(target, args)
    const { exports } = instance
    // fetch has a WebAssembly module of its own
    if (!exports.reserveText) return instance
    instances.push(exports)
    return { exports: Object.fromEntries(Object.entries(exports).map(([name, value]) => [name, trappable(name, value)])) }
  }
})

function trappable (name, value) {
  if (typeof value !== 'function') return value
  return (...args) => {
    const left = traps.get(name) ?? 0
    if (left === 0) return value(...args)
    traps.set(name, left - 1)
    return trap()
  }
}

module.exports = {
  instances,
  /** What a trap in the middle of a write may leave: every pointer and count is wrong. */
  spoilMemory: (word = 0x7f7f7f7f) => new Uint32Array(instances.at(-1).memory.buffer).fill(word),
  trapIn: (name, times = 1) => traps.set(name, times),
  refuseInstances: (refuse) => { isOutOfMemory = refuse }
}
