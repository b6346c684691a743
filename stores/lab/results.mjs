// Where do the results stand, from which the report is made?

import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { inProject } from '../../scripts/workspace/project.mjs'
import { report } from './report.mjs'

const require = createRequire(import.meta.url)
const { stores } = require('../rows')

const resultsFile = inProject('stores', 'results.json')
const reportFile = inProject('stores', 'RESULTS.md')

/** Stores that were not run this time keep what was found last. */
export function keepResults (rows, command, seconds) {
  const kept = existsSync(resultsFile) ? JSON.parse(readFileSync(resultsFile, 'utf8')) : { seconds: {}, rows: [] }
  const latest = new Map([...kept.rows, ...rows].map((row) => [row.store, row]))
  const results = {
    node: process.version,
    seconds: command ? { ...kept.seconds, [command]: seconds } : kept.seconds,
    rows: stores.map(({ name }) => latest.get(name)).filter(Boolean),
    variants: kept.variants
  }
  write(results)
}

/** The same for what was found in a variant. */
export function keepVariant (rows, variant) {
  const kept = JSON.parse(readFileSync(resultsFile, 'utf8'))
  const latest = new Map([...kept.variants?.[variant] ?? [], ...rows].map((row) => [row.store, row]))
  const found = stores.map(({ name }) => latest.get(name)).filter(Boolean)
  write({ ...kept, variants: { ...kept.variants, [variant]: found } })
}

function write (results) {
  writeFileSync(resultsFile, JSON.stringify(results, null, 2) + '\n')
  writeFileSync(reportFile, report(results))
}
