// Do the published tests of packages that use express-session end with this package as they end with express-session?
//
//   npm run outside -- [words in the names of packages]

import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { installStore, packOurs } from '../stores/lab/installation.mjs'
import { runSuite } from '../tests/outside/run.mjs'
import { Failure, main } from './workspace/command.mjs'
import { buildPackage, packageIsCurrent } from './workspace/package.mjs'
import { installPrerequisites } from './workspace/prerequisites.mjs'
import { inProject } from './workspace/project.mjs'

const require = createRequire(import.meta.url)
const { suites } = require('../tests/outside/suites')
const { differences } = require('../tests/outside/outcomes')

function chosenSuites (words) {
  const chosen = suites.filter(({ name }) => words.length === 0 || words.some((word) => name.includes(word)))
  if (chosen.length === 0) throw new Failure(`There is no ${words.join(', ')} in tests/outside/suites.js.`)
  return chosen
}

async function tried (suite, ours) {
  if (suite.server === 'redis-server' && spawnSync(suite.server, ['--version']).status !== 0) {
    return { suite, skipped: `${suite.server} is not installed here` }
  }
  const trees = await installStore({ ...suite, name: suite.name.replace('@', '-') }, ours)
  const reference = await runSuite(suite, trees.reference)
  const candidate = await runSuite(suite, trees.ours)
  if (![...reference.outcomes.values()].includes('passed')) throw new Failure(`${suite.name}: no test passed with express-session:\n${reference.text}`)
  return { suite, reference: reference.outcomes, ours: candidate.outcomes, found: differences(reference.outcomes, candidate.outcomes) }
}

function counted (outcomes) {
  const passed = [...outcomes.values()].filter((outcome) => outcome === 'passed').length
  return `${passed} of ${outcomes.size}`
}

function report (results) {
  const rows = results.map(({ suite, skipped, reference, ours, found }) => skipped
    ? `| ${suite.name} | ${skipped} | | |`
    : `| ${suite.name} | ${counted(reference)} | ${counted(ours)} | ${found.length === 0 ? 'none' : found.join('; ')} |`)
  return `# Published tests of others, on both modules

Made by \`npm run outside\`. Each suite is what npm serves of that version, run once with express-session 1.19.0 and once with this
package installed under its name, and compared test by test.

| tests of | pass with express-session | pass with ours | tests that differ |
|---|---|---|---|
${rows.join('\n')}
`
}

main(async () => {
  await installPrerequisites()
  if (!packageIsCurrent()) await buildPackage()
  const chosen = chosenSuites(process.argv.slice(2))
  const ours = await packOurs()
  const results = []
  for (const suite of chosen) {
    const result = await tried(suite, ours)
    results.push(result)
    const { skipped, reference, found } = result
    console.log(skipped ? `${suite.name}: skipped, ${skipped}` : `${suite.name}: ${counted(reference)} pass with express-session, ${found.length} differ with ours`)
    for (const difference of found ?? []) console.log(`  ${difference}`)
  }
  if (chosen.length === suites.length) writeFileSync(inProject('tests', 'outside', 'RESULTS.md'), report(results))
  if (results.some(({ found }) => found?.length > 0)) process.exitCode = 1
})
