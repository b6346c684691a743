// How does a visitor have an experiment run?
'use strict'

const express = require('express')
const experiments = require('./experiments')
const { resultCell, resultCells } = require('./trial-card')

const LINES_OF_JSON = 'application/x-ndjson'

/** @param {import('./visits').Setting} setting */
function trials ({ laboratory, module: { base } }) {
  const router = express.Router()

  router.post('/experiments/:name', async (req, res, next) => {
    const experiment = experiments.find(({ name }) => name === req.params.name)
    if (!experiment) return next()
    if (laboratory.isBusy) {
      const message = 'Another experiment is being run. Try again when it is done: two at once would slow each other.'
      return next(Object.assign(new Error(message), { status: 409, expose: true }))
    }
    if (req.accepts(['html', LINES_OF_JSON]) === LINES_OF_JSON) return live(experiment, res)
    await laboratory.finish(experiment)
    res.redirect(303, `${base}/look#${experiment.name}`)
  })

  /** A line whenever there is something new: what to show, and where. */
  async function live (experiment, res) {
    res.set('Content-Type', LINES_OF_JSON)
    const seen = []
    for await (const { contestant, outcome } of laboratory.run(experiment)) {
      seen.push(experiment.tell(outcome).rate ?? 0)
      write(contestant, resultCell(experiment, outcome, Math.max(...seen)))
    }
    for (const { contestant, cell } of resultCells(experiment, laboratory.results(experiment))) write(contestant, cell)
    res.end()

    function write ({ key }, cell) {
      res.write(JSON.stringify({ contestant: key, html: String(cell) }) + '\n')
    }
  }

  return router
}

module.exports = trials
