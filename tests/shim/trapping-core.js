// How does a test make the WebAssembly core trap? To be loaded before the package.
'use strict'

const v8 = require('node:v8')
const vm = require('node:vm')

/** What every instance of the common module since the process started exports, unless it was collected. @type {WeakRef<any>[]} */
const instances = []
/** How many of them there were each time that one was made. */
const kept = []
/** Functions that are to trap when they are called next, and how often. @type {Map<string, number>} */
const traps = new Map()
let isOutOfMemory = false

// (module (func (export "trap") unreachable))
const { trap } = new WebAssembly.Instance(new WebAssembly.Module(Buffer.from(
  '0061736d010000000104016000000302010007080104747261700000' + '0a05010300000b', 'hex'
))).exports

v8.setFlagsFromString('--expose-gc')
const collect = vm.runInNewContext('gc')

const Instance = WebAssembly.Instance

WebAssembly.Instance = new Proxy(Instance, {
  construct (target, args) {
    // V8's own words, and class
    if (isOutOfMemory) throw new RangeError('WebAssembly.Instance(): Out of memory: Cannot allocate Wasm memory for new instance')
    const exported = WebAssembly.Module.exports(args[0]).map(({ name }) => name)
    const isCommon = exported.includes('reserveText')
    if (isCommon) {
      collect()
      kept.push(instances.filter((instance) => instance.deref()).length)
    }
    const instance = Reflect.construct(target, args)
    const { exports } = instance
    if (isCommon) instances.push(new WeakRef(exports))
    // fetch has a WebAssembly module of its own
    else if (!exported.includes('mergeRecords')) return instance
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
  collect,
  kept,
  /** What a trap in the middle of a write may leave: every pointer and count is wrong. */
  spoilMemory: (word = 0x7f7f7f7f) => new Uint32Array(instances.at(-1).deref().memory.buffer).fill(word),
  trapIn: (name, times = 1) => traps.set(name, times),
  refuseInstances: (refuse) => { isOutOfMemory = refuse }
}
