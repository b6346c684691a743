// What does a user's folder look like? The package as it was built, and the types that the user installed.
'use strict'

const fs = require('node:fs')
const os = require('node:os')
const path = require('node:path')

const root = path.join(__dirname, '..', '..')
const installed = path.join(root, 'node_modules', '@types')
const ownPackages = path.join(__dirname, 'node_modules')

/** What is in `node_modules/@types`: the folder for each name. */
const types = {
  all: namesIn(installed, fs.readdirSync(installed)),
  node: namesIn(installed, ['node']),
  express: namesIn(installed, ['node', 'express']),
  express4: { ...namesIn(installed, ['node']), express: path.join(ownPackages, 'express4-types') }
}

function namesIn (folder, names) {
  return Object.fromEntries(names.map((name) => [name, path.join(folder, name)]))
}

/**
 * @typedef {object} Project
 * @property {string} name what the package is installed as
 * @property {string} [type] the type of modules
 * @property {Record<string, string>} [types] what is in `node_modules/@types`; by default all that is at hand
 * @property {boolean} [before] with @types/express-session in place of the package
 */

/**
 * @param {Project} project
 * @returns {string} a new folder
 */
function makeProject ({ name, type = 'commonjs', types: wanted = types.all, before = false }) {
  const folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'session-types-')))
  const modules = path.join(folder, 'node_modules')
  fs.mkdirSync(path.join(modules, '@types'), { recursive: true })
  for (const [linked, place] of Object.entries(wanted)) fs.symlinkSync(place, path.join(modules, '@types', linked), 'junction')
  if (before) {
    // copied, so that the types of Express that it asks for are those of this folder
    fs.cpSync(path.join(ownPackages, '@types', 'express-session'), path.join(modules, '@types', 'express-session'), { recursive: true })
  } else {
    fs.cpSync(path.join(root, 'pkg'), path.join(modules, name), { recursive: true })
  }
  fs.writeFileSync(path.join(folder, 'package.json'), JSON.stringify({ type }))
  return folder
}

module.exports = { makeProject, types }
