// What does a user's folder look like? The package as it was built, and the types that the user installed.
'use strict'

const fs = require('node:fs')
const os = require('node:os')
const path = require('node:path')

const root = path.join(__dirname, '..', '..')
const installed = path.join(root, 'node_modules', '@types')

/**
 * @param {{ name: string, type?: string, types?: string[] }} project what the package is installed as, the type of
 * modules, and the packages of `@types` (all that are at hand by default)
 * @returns {string} a new folder
 */
function makeProject ({ name, type = 'commonjs', types }) {
  const folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'session-types-')))
  const modules = path.join(folder, 'node_modules')
  fs.mkdirSync(modules)
  fs.cpSync(path.join(root, 'pkg'), path.join(modules, name), { recursive: true })
  linkTypes(path.join(modules, '@types'), types)
  fs.writeFileSync(path.join(folder, 'package.json'), JSON.stringify({ type }))
  return folder
}

function linkTypes (folder, names) {
  if (!names) return fs.symlinkSync(installed, folder, 'junction')
  fs.mkdirSync(folder)
  for (const name of names) fs.symlinkSync(path.join(installed, name), path.join(folder, name), 'junction')
}

module.exports = { makeProject }
