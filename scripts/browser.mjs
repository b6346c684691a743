// What does a real browser make of it? Runs the tests of browser/ with the Chromium of this machine.
//
//   npm run browser -- [--screenshots folder]

import { existsSync, mkdirSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { Failure, main, run } from './workspace/command.mjs'
import { nodeCounts } from './workspace/counts.mjs'
import { installOwnPackages } from './workspace/own-packages.mjs'
import { buildPackage, packageIsCurrent } from './workspace/package.mjs'
import { installPrerequisites } from './workspace/prerequisites.mjs'
import { inProject } from './workspace/project.mjs'
import { judge } from './workspace/steps.mjs'
import chromium from '../browser/chromium.js'

function options () {
  try {
    return parseArgs({ options: { screenshots: { type: 'string' } } }).values
  } catch (error) {
    throw new Failure(error.message)
  }
}

async function runTests () {
  const files = readdirSync(inProject('browser')).filter((name) => name.endsWith('.test.js'))
  const result = judge(await run(process.execPath, [
    '--test', '--test-reporter=spec',
    // each file starts a browser, which is work enough for one machine
    '--test-concurrency=1',
    ...files.map((name) => path.join('browser', name))
  ]), nodeCounts)
  console.log(result.text)
  if (!result.ok) process.exitCode = 1
}

main(async () => {
  const { screenshots } = options()
  const program = chromium.chromium()
  if (!program) {
    console.log('browser: skipped, no Chromium is installed (Debian: apt-get install chromium), and CHROMIUM names none')
    return
  }
  if (!existsSync(program)) throw new Failure(`CHROMIUM names ${program}, and there is no such file.`)
  await installPrerequisites()
  if (!packageIsCurrent()) await buildPackage()
  await installOwnPackages('browser')

  if (screenshots) {
    mkdirSync(screenshots, { recursive: true })
    const { takeScreenshots } = await import('../browser/screenshots.mjs')
    await takeScreenshots(path.resolve(screenshots))
  } else {
    await runTests()
  }
})
