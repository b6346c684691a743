'use strict'

// What time is it for the modules under test? Load this file before them: they see only this clock.

const RealDate = Date
const START = RealDate.UTC(2030, 0, 15, 12, 0, 0)

let now = START

// A Proxy and not a subclass: a Date made by anybody stays `instanceof Date`.
globalThis.Date = new Proxy(RealDate, {
  construct (target, args, newTarget) {
    return Reflect.construct(target, args.length === 0 ? [now] : args, newTarget)
  }
})
RealDate.now = () => now
RealDate.prototype.constructor = globalThis.Date

module.exports = {
  START,
  reset () { now = START },
  advance (ms) { now += ms }
}
