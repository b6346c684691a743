// What came of the experiments, and is one being run?
'use strict'

const { once } = require('node:events')
const path = require('node:path')
const { Worker } = require('node:worker_threads')
const { contestants } = require('./contestants')
const { modules } = require('./modules')

/**
 * @typedef {object} Result
 * @property {import('./contestants').Contestant} contestant
 * @property {any} outcome
 */

/** Runs one experiment at a time: two would slow each other. */
class Laboratory {
  constructor () {
    this.isBusy = false
    /** Of the last runs, by the name of the experiment; then by the contestant's key. @type {Map<string, Map<string, any>>} */
    this.outcomes = new Map()
    /** @type {Promise<Record<string, number>> | undefined} */
    this.ports = undefined
  }

  /**
   * Runs an experiment with all who take part.
   *
   * @param {import('./experiments').Experiment} experiment
   * @returns {AsyncGenerator<Result>} what each has done so far, whenever one has done more
   */
  async * run (experiment) {
    this.isBusy = true
    try {
      this.ports ??= openSides()
      const ports = await this.ports
      const present = contestants(experiment).filter(({ isHere }) => isHere)
      const site = ({ key, module }) => `http://127.0.0.1:${ports[module.key]}/${experiment.name}/${key}`
      const { rounds = 1, warmUps = 0, sum } = experiment

      for (let round = 0; round < warmUps; round += 1) {
        for (const contestant of present) await experiment.run(site(contestant))
      }
      const outcomes = new Map()
      for (let round = 0; round < rounds; round += 1) {
        for (const contestant of present) {
          const outcome = await experiment.run(site(contestant))
          const { key } = contestant
          outcomes.set(key, round === 0 ? outcome : sum(outcomes.get(key), outcome))
          yield { contestant, outcome: outcomes.get(key) }
        }
      }
      this.outcomes.set(experiment.name, outcomes)
    } finally {
      this.isBusy = false
    }
  }

  /**
   * Runs an experiment for who wants to know no more than what came of it.
   *
   * @param {import('./experiments').Experiment} experiment
   */
  async finish (experiment) {
    const run = this.run(experiment)
    while (!(await run.next()).done);
  }

  /**
   * @param {import('./experiments').Experiment} experiment
   * @returns {{ contestant: import('./contestants').Contestant, outcome: any }[]} of the last run; before the first without outcomes
   */
  results (experiment) {
    const outcomes = this.outcomes.get(experiment.name)
    return contestants(experiment).map((contestant) => ({ contestant, outcome: outcomes?.get(contestant.key) }))
  }
}

/** Threads, for they end when the demo does, however it ends. */
async function openSides () {
  return Object.fromEntries(await Promise.all(modules.map(async ({ key }) => {
    const worker = new Worker(path.join(__dirname, 'side.js'), { workerData: key })
    worker.unref()
    const [port] = await once(worker, 'message')
    return [key, port]
  })))
}

module.exports = Laboratory
