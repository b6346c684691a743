// Which two modules are compared, and what do they call themselves?
'use strict'

const path = require('node:path')

const project = path.join(__dirname, '../..')
const builtPackage = path.join(project, 'pkg')

// The one that the tests use too: the bench has a copy for packages that look for it beside themselves.
const referenceFile = require.resolve('express-session', { paths: [project] })

/** The reference is listed first everywhere. */
const sides = [side('express-session', referenceFile), side('ours', require.resolve(builtPackage))]

function side (name, file) {
  return { name, file, session: require(file) }
}

/**
 * A module of which the built package was bundled.
 *
 * @param {string} name
 */
function internal (name) {
  return require(path.join(project, 'target', 'shim', name))
}

/**
 * A module of those that express-session itself depends on, in the version it got.
 *
 * @param {string} name
 */
function dependencyOfReference (name) {
  return require(require.resolve(name, { paths: [path.dirname(referenceFile)] }))
}

module.exports = { builtPackage, dependencyOfReference, internal, referenceFile, sides }
