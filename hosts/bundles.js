// Does an application still hold when a bundler has made one program of it, in a folder where there is nothing else?
'use strict'

const path = require('node:path')
const { earlier, today, visitProcess } = require('./run-process')

/**
 * @param {import('./bundlers').Bundler} bundler
 * @param {string} folder of an application
 * @param {import('./installation').Installations} installations
 * @param {string} [redisUrl]
 */
async function visitBundle (bundler, folder, installations, redisUrl) {
  const cwd = await installations.empty()
  const program = bundler.isEarlier ? earlier : today
  const file = await bundler.bundle(path.join(folder, program.file), cwd)
  // Only JavaScript needs a program to run it.
  const command = path.extname(file).endsWith('js')
    ? { program: process.execPath, args: [file], cwd }
    : { program: path.join(cwd, file), args: [], cwd }
  return visitProcess(command, redisUrl, program)
}

module.exports = { visitBundle }
