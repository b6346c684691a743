'use strict'

// Do the two modules behave the same in scenario after scenario?

// The order matters: these two change what modules loaded later see.
require('./clock')
require('./witness')

// MemoryStore warns in production only, and express-session looks at the environment once, when loaded.
process.env.NODE_ENV = 'production'

const reference = require('express-session')
const candidate = require('../module-under-test')

const { firstDifference } = require('./compare')
const { Coverage } = require('./coverage')
const { run } = require('./run')
const { scenario: makeScenario } = require('./scenario')
const { Server } = require('./server')
const { shrink } = require('./shrink')

class Differential {
  async start () {
    this.server = await new Server().start()
    this.coverage = new Coverage()
    this.scenarios = 0
    this.requests = 0
    // seeds of differences that a second, patient look did not show: a busy machine, or something random
    this.vanished = []
    this.elapsed = { reference: 0, candidate: 0 }
    return this
  }

  stop () {
    this.server.stop()
  }

  // The difference, or null.
  async try (seed) {
    const scenario = makeScenario(seed, (table, label) => this.coverage.picked(table, label))
    this.scenarios += 1
    this.requests += scenario.requests.length
    const theirs = await this.timed('reference', () => run(reference, scenario, this.server))
    const ours = await this.timed('candidate', () => run(candidate, scenario, this.server))
    this.coverage.saw(theirs)
    if (firstDifference(scenario, ours, theirs) === null) return null
    const difference = await this.server.patiently(() => this.compare(scenario))
    if (difference === null) this.vanished.push(seed)
    return difference && { scenario, difference }
  }

  async shrink (scenario) {
    const smallest = await shrink(scenario, smaller => this.compare(smaller))
    return { scenario: smallest, difference: await this.server.patiently(() => this.compare(smallest)) }
  }

  async compare (scenario) {
    const theirs = await run(reference, scenario, this.server)
    return firstDifference(scenario, await run(candidate, scenario, this.server), theirs)
  }

  async timed (side, work) {
    const start = process.hrtime.bigint()
    const result = await work()
    this.elapsed[side] += Number(process.hrtime.bigint() - start) / 1e9
    return result
  }
}

module.exports = { Differential }
