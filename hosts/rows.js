// What can `npm run hosts` find out, one row of a table for each host?
'use strict'

const { bundlers } = require('./bundlers')
const { processes } = require('./processes')
const { commandOf, startOfProcess, versionOf, visitProcess } = require('./run-process')
const testRunners = require('./test-runners')
const { visitBundle } = require('./bundles')
const workerd = require('./workerd')

/**
 * Where the applications stand and what they need.
 * @typedef {{ installations: import('./installation').Installations, redisUrl: string | undefined }} Surroundings
 *
 * @typedef {object} RowSource
 * @property {string} name by which it is chosen
 * @property {string} label
 * @property {'hosts' | 'bundles' | 'tests'} table
 * @property {string[]} packages the folders whose packages it needs
 * @property {boolean} [mayFail] for what is there to show that another package fails
 * @property {() => string | undefined} [lacks] why it cannot run here
 * @property {(surroundings: Surroundings) => Promise<object>} fill
 */

const notInstallable = 'not installable here: no binary for this platform'

/** @type {RowSource[]} */
const hostRows = processes.map((host) => ({
  name: host.name,
  label: host.label,
  table: 'hosts',
  packages: [host.packages],
  lacks: () => host.binary() ? undefined : notInstallable,
  fill: async ({ installations, redisUrl }) => {
    const folder = await installations.withPackage(host.installer === 'bun' ? host.binary() : undefined)
    return {
      version: await versionOf(host),
      visits: await visitProcess(commandOf(host, folder, 'server.mjs'), redisUrl),
      start: await startOfProcess(host, folder)
    }
  }
}))

/** @type {RowSource[]} */
const workerdRows = [
  { name: 'workerd', label: 'workerd', install: (installations) => installations.withPackage() },
  {
    name: 'workerd-reference',
    label: 'workerd, express-session',
    install: (installations) => installations.withReference(),
    mayFail: true
  }
].map(({ install, ...row }) => ({
  ...row,
  table: 'hosts',
  packages: ['hosts/nodes'],
  fill: async ({ installations }) => {
    const folder = await install(installations)
    const visits = await workerd.visitWorkerd(folder)
    return { version: workerd.workerdVersion(), visits, start: { wholeMs: await workerd.startOfWorkerd(folder) } }
  }
}))

/** @type {RowSource[]} */
const bundleRows = bundlers.map((bundler) => ({
  name: bundler.name,
  label: bundler.label,
  table: 'bundles',
  packages: bundler.packages,
  lacks: bundler.lacks,
  fill: async ({ installations, redisUrl }) => {
    const visits = await visitBundle(bundler, await installations.withPackage(), installations, redisUrl)
    return { version: await bundler.version(), visits }
  }
}))

/** @type {RowSource[]} */
const testRunnerRows = testRunners.testRunners.map((runner) => ({
  name: runner.name,
  label: runner.label,
  table: 'tests',
  packages: [runner.packages],
  fill: async ({ installations }) => ({
    version: testRunners.versionOf(runner), ...testRunners.runTests(runner, await installations.withPackage())
  })
}))

module.exports = { rows: [...hostRows, ...workerdRows, ...bundleRows, ...testRunnerRows] }
