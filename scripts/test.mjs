// Does everything hold? Checks, builds, runs every test there is and counts them.
//
//   npm test -- [NAME ...]
//
// A name is that of a folder of tests/, or `rust` (the tests of the core), `boundary` (those of the compiled core) or `run` (the
// long differential run). Named ones run alone, behind the checks.

import { existsSync, readdirSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import path from 'node:path'
import { buildStepName, checks } from './workspace/checks.mjs'
import { Failure, main, run } from './workspace/command.mjs'
import { cargoCounts, nodeCounts, skipReasons } from './workspace/counts.mjs'
import { filesIn } from './workspace/fingerprint.mjs'
import { installOwnPackages } from './workspace/own-packages.mjs'
import { installPrerequisites } from './workspace/prerequisites.mjs'
import { inProject, root, tool, toolsFolder } from './workspace/project.mjs'
import { countedStep, judge, runSteps, total } from './workspace/steps.mjs'
import { wasmEnvironment } from './workspace/wasm.mjs'

// The tests are about the package in pkg/, whatever the terminal was set up for.
const { SESSION_MODULE, DEBUG, ...inherited } = process.env
const testEnvironment = { ...inherited, NODE_ENV: 'test' }

const wasmTestEnvironment = {
  ...wasmEnvironment(),
  PATH: `${toolsFolder}${path.delimiter}${process.env.PATH}`,
  WASM_PACK_CACHE: inProject('target', 'wasm-pack')
}

// Two checks and two folders at a time, for there are files that wait, and folders of one file. But who measures wants to be alone.
const MOST_LANES = 2
const alone = 'bench'

// Folders that hold no tests, but what tests and commands are made of.
const withoutTests = new Set(['kit', 'outside'])

/** What can be run, by the names that can be asked for. */
const steps = {
  rust: countedStep('cargo test', cargoCounts, 'cargo', ['test', '--locked', '--no-fail-fast']),
  boundary: countedStep(
    'wasm-pack test',
    cargoCounts,
    // without no-install it would replace a missing wasm-bindgen by one of a version of its own choice
    tool('wasm-pack'), ['test', '--node', '--mode', 'no-install', '--', '--locked', '--test', 'boundary'],
    wasmTestEnvironment
  ),
  ...Object.fromEntries(testFolders().map((folder) => [folder, {
    name: `tests of ${folder}`, action: (lanes) => runNodeTests(folder, lanes), needs: buildStepName
  }])),
  run: { name: 'differential run', action: runDifferential, needs: buildStepName }
}

function chosenSteps (names) {
  const unknown = names.filter((name) => !Object.hasOwn(steps, name))
  if (unknown.length > 0) throw new Failure(`There is no ${unknown.join(', ')} to test; there are ${Object.keys(steps).join(', ')}.`)
  return names.length === 0 ? Object.values(steps) : names.map((name) => steps[name])
}

// Those that have to be there, and those with programs whose tests are lost, are among them, so that they fail instead of going
// unnoticed. Those that take long come first.
function testFolders () {
  const folders = readdirSync(inProject('tests'), { withFileTypes: true }).filter((entry) => entry.isDirectory())
  const withPrograms = folders.map(({ name }) => name).filter((name) => !withoutTests.has(name) && programs(name).length > 0)
  return [...new Set(['shim', 'package', 'differential', 'types', 'stores', ...withPrograms])]
}

function programs (folder) {
  const ofOthers = `${path.sep}node_modules${path.sep}`
  return filesIn(inProject('tests', folder)).filter((file) => /\.m?js$/.test(file) && !file.includes(ofOthers))
}

function testFiles (folder) {
  return programs(folder).filter((file) => file.endsWith('.test.js'))
}

// What only some tests need stays out of the packages that everybody installs.
async function installTestPackages (names) {
  const folders = testFolders().filter((name) => existsSync(inProject('tests', name, 'package-lock.json')))
  for (const folder of folders.filter((name) => names.length === 0 || names.includes(name))) await installOwnPackages(path.join('tests', folder))
}

async function runNodeTests (folder, lanes) {
  const files = testFiles(folder)
  if (files.length === 0) throw new Failure(`there is no *.test.js file in tests/${folder}`)
  const names = files.map((file) => path.relative(root, file))
  const filesAtATime = Math.max(1, Math.floor(availableParallelism() / lanes))
  return judge(await run(process.execPath, ['--test', `--test-concurrency=${filesAtATime}`, '--test-reporter=spec', ...names], testEnvironment), nodeCounts, skipReasons)
}

// from a seed far from those that the differential tests begin with
async function runDifferential () {
  const result = await run(process.execPath, ['scripts/differential.mjs', '--requests', '3000', '--seed', '1000000'], testEnvironment)
  const compared = Number(/(\d+) requests, 0 differences/.exec(result.text)?.[1] ?? 0)
  return { ...result, ok: result.ok && compared > 0 }
}

main(async () => {
  const start = performance.now()
  const names = process.argv.slice(2)
  const chosen = chosenSteps(names)
  await Promise.all([installPrerequisites(), installTestPackages(names)])
  const isFirst = ({ needs }) => needs === undefined
  const checked = await runSteps(checks.filter(isFirst), { lanes: MOST_LANES })
  // Cargo takes all cores for its tests.
  const isAlone = (step) => isFirst(step) || step === steps[alone]
  const behind = [...checks.filter((step) => !isFirst(step)), ...chosen.filter(isAlone)]
  const before = [...checked, ...await runSteps(behind, { before: checked })]
  const together = chosen.filter((step) => !isAlone(step))
  const results = [...before, ...await runSteps(together, { lanes: Math.min(MOST_LANES, together.length), before })]

  const broken = results.filter(({ ok }) => !ok)
  const { passed, failed, skipped } = total(results)
  console.log(`\n${results.length} steps in ${((performance.now() - start) / 1000).toFixed(0)} s, ${skipped} tests skipped`)
  if (broken.length > 0) {
    console.log(`failed: ${broken.map(({ name }) => name).join(', ')}`)
    process.exitCode = 1
  }
  console.log(`${passed} passed, ${failed} failed`)
})
