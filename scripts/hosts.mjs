// Where does the package work? Installs it on every host and in every bundler, prints tables and keeps them in hosts/.
//
//   npm run hosts -- [node22 deno workerd ...] [bundles] [tests]

import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import os from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { rustTests } from '../hosts/rust-tests.mjs'
import { Failure, main } from './workspace/command.mjs'
import { installOwnPackages } from './workspace/own-packages.mjs'
import { buildPackage, packageIsCurrent } from './workspace/package.mjs'
import { installPrerequisites } from './workspace/prerequisites.mjs'
import { inProject, shimFolder } from './workspace/project.mjs'

const require = createRequire(import.meta.url)
const { startRedis } = require('../tests/kit/redis-server')
const { Installations } = require('../hosts/installation')
const { faults, report, tables, tableText } = require('../hosts/report')
const { rows: rowsOfPackage } = require('../hosts/rows')

const resultsFile = inProject('hosts', 'results.json')

const rustRows = rustTests.map(({ name, label, lacks, test }) => ({
  name, label: `Rust tests, ${label}`, table: 'tests', packages: ['hosts/runtimes'], lacks, fill: test
}))
const rows = [...rowsOfPackage, ...rustRows]

function chosenRows () {
  const { positionals } = parseArgs({ allowPositionals: true })
  const names = [...tables, ...rows.map(({ name }) => name)]
  const unknown = positionals.filter((name) => !names.includes(name))
  if (unknown.length > 0) throw new Failure(`There is no ${unknown.join(', ')}; there are ${names.join(', ')}.`)
  return rows.filter(({ name, table }) => positionals.length === 0 || positionals.includes(name) || positionals.includes(table))
}

async function filled (row, surroundings) {
  const { name, label, table, mayFail } = row
  const lacks = row.lacks?.()
  if (lacks) return { name, label, table, lacks }
  try {
    return { name, label, table, mayFail, ...await row.fill(surroundings) }
  } catch (error) {
    return { name, label, table, mayFail, lacks: 'it failed', error: error.stack }
  }
}

async function packageSizes ({ tarball }) {
  const [, base64] = /const base64 = '([^']+)'/.exec(readFileSync(path.join(shimFolder, 'dist', 'common', 'wasm.cjs'), 'utf8'))
  return { wasmBytes: Buffer.from(base64, 'base64').length, tarballBytes: statSync(tarball).size }
}

// Rows that were not asked for keep what was found last.
function keep (found, facts) {
  const known = existsSync(resultsFile) ? JSON.parse(readFileSync(resultsFile, 'utf8')).rows : []
  const latest = (name) => [...found, ...known].find((row) => row.name === name)
  const results = { ...facts, rows: rows.map(({ name }) => latest(name)).filter(Boolean).map(withoutOutput) }
  writeFileSync(resultsFile, JSON.stringify(results, toTenths, 2) + '\n')
  writeFileSync(inProject('hosts', 'RESULTS.md'), report(results))
}

// What programs print names folders of this machine.
function withoutOutput ({ output, error, visits, ...row }) {
  return { ...row, visits: visits?.map(({ name, ok, lacks }) => ({ name, ok, lacks })) }
}

function toTenths (key, value) {
  return typeof value === 'number' ? Math.round(value * 10) / 10 : value
}

main(async () => {
  const chosen = chosenRows()
  await installPrerequisites()
  if (!packageIsCurrent()) await buildPackage()
  for (const folder of new Set(chosen.flatMap(({ packages }) => packages))) await installOwnPackages(folder)

  const redis = await startRedis()
  const installations = await Installations.create()
  const found = []
  try {
    const redisUrl = redis && `redis://127.0.0.1:${redis.port}`
    for (const row of chosen) {
      console.log(`${row.label} ...`)
      found.push(await filled(row, { installations, redisUrl }))
    }
    const [{ model }] = os.cpus()
    keep(found, {
      machine: `${model.trim()}, ${os.cpus().length} cores, ${os.type()} ${os.release()}, Redis ${redis?.version ?? 'not installed'}`,
      sizes: await packageSizes(installations)
    })
  } finally {
    await installations.remove()
    await redis?.stop()
  }

  for (const name of tables) {
    if (found.some(({ table }) => table === name)) console.log(`\n${tableText(name, found)}`)
  }
  const broken = found.filter((row) => !row.mayFail && faults(row).length > 0)
  for (const row of broken) console.log(`\n${row.label}\n${faults(row).join('\n')}`)
  if (broken.length > 0) process.exitCode = 1
})
