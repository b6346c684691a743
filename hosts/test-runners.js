// Do the tests of an application pass in the test runners that people use?
'use strict'

const { spawnSync } = require('node:child_process')
const { readFileSync } = require('node:fs')
const path = require('node:path')

const inPackages = (...place) => path.join(__dirname, 'bundles', 'node_modules', ...place)

const testRunners = [
  {
    name: 'jest',
    label: 'jest',
    args: [inPackages('jest', 'bin', 'jest.js'), '--testRegex', 'jest\\.test\\.cjs$', '--json', '--watchman=false', '--cache=false']
  },
  {
    name: 'vitest',
    label: 'vitest',
    args: [inPackages('vitest', 'vitest.mjs'), 'run', 'vitest.test.mjs', '--globals', '--reporter=json']
  }
]

/**
 * @param {typeof testRunners[number]} runner
 * @param {string} folder of an application
 * @returns {{ passed: number, failed: number, output: string }}
 */
function runTests ({ args }, folder) {
  const { NODE_OPTIONS, NODE_TEST_CONTEXT, ...env } = process.env
  const { stdout, stderr } = spawnSync(process.execPath, args, { cwd: folder, env, encoding: 'utf8' })
  const { numPassedTests = 0, numFailedTests = 0 } = reportIn(stdout)
  return { passed: numPassedTests, failed: numFailedTests, output: `${stdout}${stderr}` }
}

function reportIn (text) {
  try {
    return JSON.parse(text)
  } catch {
    return {}
  }
}

function versionOf ({ name }) {
  return JSON.parse(readFileSync(inPackages(name, 'package.json'), 'utf8')).version
}

module.exports = { runTests, testRunners, versionOf }
