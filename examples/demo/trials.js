// How does a visitor have an experiment run?
'use strict'

const express = require('express')
const experiments = require('./experiments')
const { resultCell, resultCells } = require('./trial-card')

const LINES_OF_JSON = 'application/x-ndjson'

/** @param {import('./visits').Setting} setting */
function trials ({ laboratory, module: { base } }) {
  const router = express.Router()

  router.post('/experiments{/:name}', async (req, res, next) => {
    const { name } = req.params
    const chosen = experiments.filter((experiment) => !name || experiment.name === name)
    if (chosen.length === 0) return next()
    if (laboratory.isBusy) {
      const message = 'Another experiment is being run. Try again when it is done: two at once would slow each other.'
      return next(Object.assign(new Error(message), { status: 409, expose: true }))
    }
    if (req.accepts(['html', LINES_OF_JSON]) === LINES_OF_JSON) return live(chosen, res)
    for (const experiment of chosen) await laboratory.finish(experiment)
    res.redirect(303, `${base}/look#${name ?? 'side-by-side'}`)
  })

  /** A line whenever there is something new: what to show, and where. */
  async function live (chosen, res) {
    res.set('Content-Type', LINES_OF_JSON)
    for (const experiment of chosen) {
      const write = ({ key }, cell) => {
        res.write(JSON.stringify({ experiment: experiment.name, contestant: key, html: String(cell) }) + '\n')
      }
      const rates = []
      for await (const { contestant, outcome } of laboratory.run(experiment)) {
        rates.push(experiment.tell(outcome).rate ?? 0)
        write(contestant, resultCell(experiment, outcome, Math.max(...rates)))
      }
      // Only now is it known how long the longest bar is.
      for (const { contestant, cell } of resultCells(experiment, laboratory.results(experiment))) write(contestant, cell)
    }
    res.end()
  }

  return router
}

module.exports = trials
