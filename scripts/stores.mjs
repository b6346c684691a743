// Does every store that express-session's README lists do the same with this package as with express-session?
//
//   npm run stores -- [names of stores] [--embedded] [--all] [--with merge] [--jobs 3]

import { createRequire } from 'node:module'
import { parseArgs } from 'node:util'
import { packOurs } from '../stores/lab/installation.mjs'
import { lineOf } from '../stores/lab/line.mjs'
import { keepVariant, keepResults } from '../stores/lab/results.mjs'
import { rowOf } from '../stores/lab/row.mjs'
import { Failure, main } from './workspace/command.mjs'
import { buildPackage, packageIsCurrent } from './workspace/package.mjs'
import { installPrerequisites } from './workspace/prerequisites.mjs'

const require = createRequire(import.meta.url)
const { stores } = require('../stores/rows')
const { variants } = require('../stores/contract/variants')

function choices () {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        all: { type: 'boolean' }, embedded: { type: 'boolean' }, with: { type: 'string' }, jobs: { type: 'string', default: '3' }
      }
    })
  } catch (error) {
    throw new Failure(error.message)
  }
}

function chosenStores ({ values, positionals }) {
  const unknown = positionals.filter((name) => !stores.some((store) => store.name === name))
  if (unknown.length > 0) throw new Failure(`There is no store ${unknown.join(', ')} in stores/rows.`)
  const isEmbedded = ({ on = {} }) => Object.keys(on).join() === 'files'
  const chosen = stores.filter((store) => values.all || positionals.includes(store.name) || (values.embedded && isEmbedded(store)))
  if (chosen.length === 0) throw new Failure('Which stores? Name some, or say --embedded or --all.')
  return chosen
}

// Most of a store's time is waiting, so more of them run at once than there are cores.
async function runAll (chosen, jobs, ours, variant) {
  const waiting = [...chosen]
  const rows = []
  const work = async () => {
    for (let store = waiting.shift(); store; store = waiting.shift()) {
      const row = await rowOf(store, ours, variant)
      rows.push(row)
      console.log(`${String(rows.length).padStart(2)}/${chosen.length} ${lineOf(row)}`)
    }
  }
  await Promise.all(Array.from({ length: jobs }, work))
  return rows
}

main(async () => {
  const { values, positionals } = choices()
  const chosen = chosenStores({ values, positionals })
  const variant = values.with
  if (variant !== undefined && !Object.hasOwn(variants, variant)) throw new Failure(`--with is one of ${Object.keys(variants).join(', ')}.`)
  // so that what is to be done when the process exits is done
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1))
  await installPrerequisites()
  if (!packageIsCurrent()) await buildPackage()

  const start = performance.now()
  const rows = await runAll(chosen, Number(values.jobs), await packOurs(), variant)
  const seconds = Math.round((performance.now() - start) / 1000)
  const command = positionals.length === 0 ? ['embedded', 'all'].filter((name) => values[name]).map((name) => `--${name}`).join(' ') : undefined
  if (variant) keepVariant(rows, variant)
  else keepResults(rows, command, seconds)

  console.log(`${rows.length} stores in ${seconds} s`)
  const worse = rows.filter(({ runs }) => runs?.some(({ noWorse }) => noWorse === false))
  if (worse.length > 0) throw new Failure(`worse than with express-session: ${worse.map(({ store }) => store).join(', ')}`)
})
