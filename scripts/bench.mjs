// How fast is it? Runs the benches, prints what they found and keeps it in bench/results.json.
//
//   npm run bench -- [--only added,primitives] [--quick] [--json]

import { fork } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import os from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { Failure, main } from './workspace/command.mjs'
import { installOwnPackages } from './workspace/own-packages.mjs'
import { buildPackage, packageIsCurrent } from './workspace/package.mjs'
import { installPrerequisites } from './workspace/prerequisites.mjs'
import { inProject } from './workspace/project.mjs'

const require = createRequire(import.meta.url)
const { partText } = require('../bench/measure/report')

const sections = ['added', 'primitives', 'startup', 'server', 'alternatives', 'memory', 'eviction', 'timing', 'variants']
const withoutPackagesOfTheirOwn = new Set(['added', 'startup', 'memory', 'eviction', 'timing', 'variants'])
const resultsFile = inProject('bench', 'results.json')

function options () {
  try {
    const { values } = parseArgs({
      options: { only: { type: 'string' }, quick: { type: 'boolean' }, json: { type: 'boolean' } }
    })
    const chosen = values.only?.split(',') ?? sections
    const unknown = chosen.filter((name) => !sections.includes(name))
    if (unknown.length > 0) throw new Error(`There is no section ${unknown.join(', ')}; there are ${sections.join(', ')}.`)
    return { ...values, chosen }
  } catch (error) {
    throw new Failure(error.message)
  }
}

function runSection (name, quick) {
  return new Promise((resolve, reject) => {
    const { DEBUG, SESSION_MODULE, ...inherited } = process.env
    const child = fork(inProject('bench', 'section.js'), [name, quick ? 'quick' : 'full'], {
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

// Sections that did not run this time keep what they found last. Tables are for the reader of the moment.
function keep (results) {
  const kept = existsSync(resultsFile) ? JSON.parse(readFileSync(resultsFile, 'utf8')) : {}
  const leaveOut = (key, value) => key === 'parts' || key === 'quick' ? undefined : value
  writeFileSync(resultsFile, JSON.stringify({ ...kept, ...results }, leaveOut, 2) + '\n')
}

main(async () => {
  const { chosen, quick = false, json } = options()
  await installPrerequisites()
  if (!packageIsCurrent()) await buildPackage()
  if (chosen.some((name) => !withoutPackagesOfTheirOwn.has(name))) await installOwnPackages('bench')

  const results = { machine: machine() }
  if (!json) console.log(Object.entries(results.machine).map((entry) => entry.join(': ')).join(', ') + '\n')
  for (const name of chosen) {
    results[name] = { quick, ...await runSection(name, quick) }
    if (!json) for (const part of results[name].parts) console.log(partText(part))
  }
  if (!quick) keep(results)
  if (json) console.log(JSON.stringify(results, null, 2))
})
