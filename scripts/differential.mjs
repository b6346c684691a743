// Does the package behave like express-session in scenarios nobody thought of?
//
//   node scripts/differential.mjs [SCENARIOS] [--requests N] [--seed S] [--only SEED] [--stop-after N] [--no-shrink]
//                                 [--coverage] [--mutants]
//
// SESSION_MODULE names another module to compare with express-session.

import { parseArgs } from 'node:util'

import differential from '../tests/differential/differential.js'
import report from '../tests/differential/report.js'

const PROGRESS_MS = 10000

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    requests: { type: 'string' },
    seed: { type: 'string', default: '1' },
    only: { type: 'string' },
    'stop-after': { type: 'string', default: '5' },
    'no-shrink': { type: 'boolean', default: false },
    coverage: { type: 'boolean', default: false },
    mutants: { type: 'boolean', default: false }
  }
})

if (values.mutants) {
  const { tryMutants } = await import('../tests/differential/mutants.mjs')
  const unnoticed = await tryMutants(Number(values.requests ?? 4000), Number(values.seed))
  process.exitCode = unnoticed.length === 0 ? 0 : 1
} else {
  process.exitCode = await tryScenarios()
}

async function tryScenarios () {
  const { Differential } = differential
  const fuzzer = await new Differential().start()
  const most = values.only !== undefined ? 1 : Number(positionals[0] ?? (values.requests ? Infinity : 1000))
  const mostRequests = Number(values.requests ?? Infinity)
  let seed = Number(values.only ?? values.seed)
  let differences = 0
  let lastProgress = process.hrtime.bigint()

  while (fuzzer.scenarios < most && fuzzer.requests < mostRequests && differences < Number(values['stop-after'])) {
    const found = await fuzzer.try(seed)
    if (found) {
      differences += 1
      await tell(fuzzer, found, seed)
    }
    seed += 1
    if (Number(process.hrtime.bigint() - lastProgress) / 1e6 > PROGRESS_MS) {
      lastProgress = process.hrtime.bigint()
      console.log(`... ${fuzzer.scenarios} scenarios, ${fuzzer.requests} requests, ${differences} differences`)
    }
  }
  fuzzer.stop()
  console.log(fuzzer.coverage.lines(values.coverage).join('\n'))
  console.log(summary(fuzzer, differences))
  return differences === 0 ? 0 : 1
}

async function tell (fuzzer, found, seed) {
  console.log(`\nseed ${seed} differs (again with --only ${seed})`)
  console.log(report.describeDifference(found.difference).join('\n'))
  if (values['no-shrink']) return
  const smallest = await fuzzer.shrink(found.scenario)
  console.log('  the smallest scenario found that still differs:')
  // a difference that comes and goes is worth knowing too
  const shown = smallest.difference === null ? found : smallest
  if (smallest.difference === null) console.log('  (a second run did not differ)')
  console.log([...report.describeScenario(shown.scenario), ...report.describeDifference(shown.difference)].join('\n'))
}

function summary ({ scenarios, requests, vanished, elapsed }, differences) {
  const speed = side => Math.round(requests / elapsed[side])
  const gone = vanished.length === 0 ? 'none that came and went' : `came and went: seeds ${vanished.join(', ')}`
  return `${scenarios} scenarios, ${requests} requests, ${differences} differences, ${gone}; ` +
    `requests per second: reference ${speed('reference')}, candidate ${speed('candidate')}`
}
