// In which two trees do the tested stores stand: beside express-session, and beside ours under its name?
'use strict'

const { appendFileSync, cpSync, mkdtempSync, rmSync } = require('node:fs')
const { tmpdir } = require('node:os')
const path = require('node:path')

const root = path.join(__dirname, '..', '..')

/** Copies what is installed beside this file, and puts the package of this project in the place of express-session. */
function makeTrees () {
  const folder = mkdtempSync(path.join(tmpdir(), 'express-session-wasm-stores-'))
  const trees = { reference: path.join(folder, 'express-session'), ours: path.join(folder, 'ours') }
  for (const tree of Object.values(trees)) copy(path.join(__dirname, 'node_modules'), path.join(tree, 'node_modules'))
  const place = path.join(trees.ours, 'node_modules', 'express-session')
  rmSync(place, { recursive: true })
  copy(path.join(root, 'pkg'), place)
  return { trees, remove: () => rmSync(folder, { recursive: true, force: true }) }
}

/** Installs what the tests of a file need, before they run; gives parts of the lab, by their names, and the trees. */
async function prepare (...names) {
  const { installOwnPackages } = await import('../../scripts/workspace/own-packages.mjs')
  await installOwnPackages('tests/stores')
  const parts = await Promise.all(names.map((name) => import(`../../stores/lab/${name}.mjs`)))
  return { lab: Object.assign({}, ...parts), ...makeTrees() }
}

/** Another of these trees, with a module that does something else at its end. */
function alteredTree (tree, source) {
  const altered = mkdtempSync(`${tree}-`)
  copy(tree, altered)
  appendFileSync(path.join(altered, 'node_modules', 'express-session', 'index.js'), `\n${source}\n`)
  return altered
}

function copy (from, to) {
  cpSync(from, to, { recursive: true })
}

module.exports = { alteredTree, prepare }
