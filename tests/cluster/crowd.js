// What do many visitors at the same time experience?
'use strict'

const { setTimeout: wait } = require('node:timers/promises')
const { Visitor } = require('./visitor')

class Crowd {
  /**
   * @param {import('node:test').TestContext} t when it ends, they leave
   * @param {string} url
   * @param {{ visitors: number, visits: number }} size `visits`: of each visitor
   */
  constructor (t, url, { visitors, visits }) {
    this.events = []
    this.visits = visits
    this.visitors = Array.from({ length: visitors }, () => new Visitor(url, (event) => this.events.push(event)))
    t.after(() => { for (const visitor of this.visitors) visitor.hasLeft = true })
  }

  /** @returns {Promise<unknown>} when each of them has been answered so often */
  visit () {
    this.visiting = Promise.all(this.visitors.map(async (visitor) => {
      for (let count = 0; count < this.visits; count++) await visitor.visit()
    }))
    return this.visiting
  }

  /** Waits for so many answers in all. */
  async reached (count) {
    while (this.answered().length < count) await Promise.race([wait(5), this.visiting])
  }

  answered () {
    return this.events.filter(({ kind }) => kind === '200')
  }

  workers () {
    return [...new Set(this.answered().map(({ worker }) => worker))]
  }

  failed () {
    return this.events.filter(({ kind }) => kind.startsWith('5'))
  }

  broken () {
    return this.events.filter(({ kind }) => kind.startsWith('E'))
  }

  kinds () {
    const counts = {}
    for (const { kind } of this.events) counts[kind] = (counts[kind] ?? 0) + 1
    return counts
  }
}

module.exports = { Crowd }
