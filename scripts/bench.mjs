// How fast is it? Runs the benches, prints what they found and keeps it in bench/results.json, bench/README.md and the charts.
//
//   npm run bench -- [--only server,added] [--quick] [--json]
//   npm run bench -- --only server [--node 24,20] [--heavy] [--also folder of another build]

import { fork } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import os from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { drawCharts } from '../bench/chart.mjs'
import { withFigures } from '../bench/readme.mjs'
import { Failure, main } from './workspace/command.mjs'
import { installOwnPackages } from './workspace/own-packages.mjs'
import { buildPackage, packageIsCurrent } from './workspace/package.mjs'
import { installPrerequisites } from './workspace/prerequisites.mjs'
import { inProject } from './workspace/project.mjs'

const require = createRequire(import.meta.url)
const { partText } = require('../bench/measure/report')
const { majors, runningMajor } = require('../bench/server/nodes')

const sections = ['server', 'added', 'hostile', 'primitives', 'startup', 'alternatives', 'memory', 'eviction', 'timing', 'variants']
const withPackagesOfTheirOwn = new Set(['server', 'primitives', 'alternatives'])
const resultsFile = inProject('bench', 'results.json')
const readmeFile = inProject('bench', 'README.md')

function options () {
  try {
    const { values } = parseArgs({
      options: {
        only: { type: 'string' },
        quick: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
        node: { type: 'string' },
        heavy: { type: 'boolean', default: false },
        also: { type: 'string' }
      }
    })
    const chosen = chosenFrom(sections, values.only, 'section') ?? sections
    const nodes = chosenFrom(majors.map(String), values.node, 'Node.js')?.map(Number) ?? (values.quick ? [runningMajor] : majors)
    const also = values.also && require.resolve(path.resolve(values.also))
    return { ...values, chosen, nodes, also }
  } catch (error) {
    throw new Failure(error.message)
  }
}

function chosenFrom (known, text, noun) {
  const chosen = text?.split(',')
  const unknown = chosen?.filter((name) => !known.includes(name)) ?? []
  if (unknown.length > 0) throw new Error(`There is no ${noun} ${unknown.join(', ')}; there are ${known.join(', ')}.`)
  return chosen
}

function runSection (name, settings) {
  return new Promise((resolve, reject) => {
    const { DEBUG, SESSION_MODULE, NODE_OPTIONS, NODE_TEST_CONTEXT, ...inherited } = process.env
    const child = fork(inProject('bench', 'section.js'), [name], {
      env: { ...inherited, NODE_ENV: 'production' },
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      // In-flight memory can only be told after a collection.
      execArgv: ['--expose-gc']
    })
    let result
    child.on('message', (message) => { result = message })
    child.on('error', reject)
    child.on('close', (code) => {
      if (code === 0 && result) resolve(result)
      else reject(new Failure(`section ${name} failed`))
    })
    child.send(settings)
  })
}

function machine () {
  const [{ model }] = os.cpus()
  return {
    processor: model.trim(),
    cores: os.cpus().length,
    system: `${os.type()} ${os.release()}`,
    node: process.version,
    'express-session': version(inProject('node_modules', 'express-session')),
    ours: version(inProject('pkg'))
  }
}

function version (folder) {
  return JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')).version
}

function machineText (facts) {
  return Object.entries(facts).map((entry) => entry.join(': ')).join(', ') + '\n'
}

function readKept () {
  return existsSync(resultsFile) ? JSON.parse(readFileSync(resultsFile, 'utf8')) : {}
}

// Sections that did not run this time keep what they found last, maybe on another machine. Tables are for the reader.
function keep ({ machine: facts, ...found }) {
  const all = readKept()
  let readme = readFileSync(readmeFile, 'utf8')
  for (const [name, { data, parts }] of Object.entries(found)) {
    all[name] = { machine: facts, data }
    readme = withFigures(readme, name, [machineText(facts), ...parts.map(partText)].join('\n'))
  }
  writeFileSync(resultsFile, JSON.stringify(all, null, 2) + '\n')
  writeFileSync(readmeFile, readme)
  if (all.server) drawCharts(all.server)
}

main(async () => {
  const { chosen, quick, json, nodes, heavy, also } = options()
  await installPrerequisites()
  if (!packageIsCurrent()) await buildPackage()
  if (chosen.some((name) => withPackagesOfTheirOwn.has(name))) await installOwnPackages('bench')
  if (chosen.includes('server') && nodes.some((major) => major !== runningMajor)) await installOwnPackages('hosts/nodes')

  const results = { machine: machine() }
  if (!json) console.log(machineText(results.machine))
  for (const name of chosen) {
    const keptAs = name === 'server' && heavy ? 'heavy' : name
    // What was found for a version of Node.js stands beside that of others, unless it is only for now.
    const kept = quick || also ? undefined : readKept()[keptAs]?.data
    results[keptAs] = { quick, ...await runSection(name, name === 'server' ? { quick, nodes, heavy, also, kept } : { quick }) }
    if (!json) for (const part of results[keptAs].parts) console.log(partText(part))
  }
  if (!quick && !also) keep(results)
  if (json) console.log(JSON.stringify(results, null, 2))
})
