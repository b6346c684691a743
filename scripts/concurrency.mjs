// What do four processes with one session lose, with the option `concurrency` and without?
//
//   npm run concurrency -- [--processes 4] [--clients 200] [--requests 20000] [--log-out-every 2000] [--store connect-redis]

import { createRequire } from 'node:module'
import { parseArgs } from 'node:util'
import { Failure, main } from './workspace/command.mjs'
import { installOwnPackages } from './workspace/own-packages.mjs'
import { inProject } from './workspace/project.mjs'

const require = createRequire(import.meta.url)

const runs = [
  { concurrency: 'last-write', hasSetIf: false },
  { concurrency: 'merge', hasSetIf: false },
  { concurrency: 'merge', hasSetIf: true }
]

main(async () => {
  const { values } = parseArgs({
    options: {
      processes: { type: 'string', default: '4' },
      clients: { type: 'string', default: '200' },
      requests: { type: 'string', default: '20000' },
      'log-out-every': { type: 'string', default: '2000' },
      store: { type: 'string' }
    }
  })
  const [processes, clients, requests, logOutEvery] = ['processes', 'clients', 'requests', 'log-out-every'].map((name) => Number(values[name]))
  await installOwnPackages('tests/concurrency')
  const { start, stores } = require(inProject('tests', 'concurrency', 'stores.js'))
  const { crowd } = require(inProject('tests', 'concurrency', 'crowd.js'))
  const failures = []

  for (const [name, entry] of Object.entries(stores)) {
    if (values.store && values.store !== name) continue
    if (entry.missing) {
      console.log(`${name}: left out, ${entry.missing}`)
      continue
    }
    const server = await start(entry)
    try {
      for (const run of runs) {
        const found = await crowd({ name, place: server.place, processes, clients, requests, logOutEvery, ...run })
        const { acknowledged, lost, logOuts, alive, revived, others, seconds } = found
        console.log(`${name}, ${run.concurrency}${run.hasSetIf ? ' with setIf' : ''}: ${acknowledged} increments acknowledged, ${lost} lost; ` +
          `${logOuts} log-outs acknowledged, ${alive} answers after one, ${revived} sessions there in the end; ${Math.round(acknowledged / seconds)} a second; else ${JSON.stringify(others)}`)
        const isKept = run.concurrency === 'last-write' || (revived === 0 && (!run.hasSetIf || (lost === 0 && alive === 0)))
        if (!isKept) failures.push(`${name}, ${run.concurrency}: ${lost} lost, ${alive} alive, ${revived} revived`)
      }
    } finally {
      await server.stop()
    }
  }
  if (failures.length > 0) throw new Failure(failures.join('\n'))
})
