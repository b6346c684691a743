// Which versions of Node.js run the servers?
'use strict'

const { processes } = require('../../hosts/processes')

/** The order in which they are asked and reported. */
const majors = [24, 26, 22, 20]
const runningMajor = Number.parseInt(process.versions.node)

/**
 * The binary of a version: what `hosts/nodes` has installed, or the one that runs this file.
 *
 * @param {number} major
 * @returns {string | undefined} undefined where it is not installed
 */
function binaryOf (major) {
  return processes.find(({ name }) => name === `node${major}`)?.binary()
}

module.exports = { binaryOf, majors, runningMajor }
