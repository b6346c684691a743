// Do the tests of an application pass in the test runners that people use?
'use strict'

const { spawnSync } = require('node:child_process')
const { readFileSync } = require('node:fs')
const path = require('node:path')

/**
 * @typedef {object} TestRunner
 * @property {string} name by which it is chosen
 * @property {string} label in the table
 * @property {string} packages the folder whose packages bring it
 * @property {string} package
 * @property {string} program in the package
 * @property {string[]} args
 */

/** @type {TestRunner[]} */
const testRunners = [
  ...[24, 25, 26, 27, 28, 29, 30].flatMap((major) => ['node', 'jsdom'].map((environment) => ({
    name: `jest${major}-${environment}`,
    label: `jest ${major}, ${environment}`,
    packages: `hosts/jest/${major}`,
    package: 'jest',
    program: 'bin/jest.js',
    args: [
      '--testRegex', 'jest\\.test\\.cjs$', '--moduleFileExtensions', 'js', '--moduleFileExtensions', 'cjs', '--moduleFileExtensions', 'json',
      `--env=${environment}`, '--json', '--watchman=false', '--cache=false'
    ]
  }))),
  {
    name: 'vitest',
    label: 'vitest',
    packages: 'hosts/bundles',
    package: 'vitest',
    program: 'vitest.mjs',
    args: ['run', 'vitest.test.mjs', '--globals', '--reporter=json']
  }
]

/**
 * @param {TestRunner} runner
 * @param {string} folder of an application
 * @returns {{ passed: number, failed: number, output: string }}
 */
function runTests (runner, folder) {
  const { NODE_OPTIONS, NODE_TEST_CONTEXT, ...env } = process.env
  const { stdout, stderr } = spawnSync(process.execPath, [inPackage(runner, runner.program), ...runner.args], { cwd: folder, env, encoding: 'utf8' })
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

/** @param {TestRunner} runner */
function versionOf (runner) {
  return JSON.parse(readFileSync(inPackage(runner, 'package.json'), 'utf8')).version
}

function inPackage (runner, file) {
  return path.join(__dirname, '..', runner.packages, 'node_modules', runner.package, file)
}

module.exports = { runTests, testRunners, versionOf }
