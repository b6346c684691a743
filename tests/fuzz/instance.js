// How does a fuzzer get at the exports of the package, in instances that nothing else uses?
'use strict'

// A session cookie warns of every maxAge that is a Date.
process.env.NO_DEPRECATION = 'express-session'

const path = require('node:path')

// The package before it is bundled into one file, which gives away none of this.
const root = path.join(__dirname, '..', '..', 'target', 'shim')
const inPackage = (name) => require(path.join(root, name))

const instantiate = inPackage('dist/glue.cjs')
const compiled = inPackage('dist/wasm.cjs')()

// Instances that the package makes, which it does not give away: the first, and one more after each trap.
const ofThePackage = []
require.cache[require.resolve(path.join(root, 'dist/glue.cjs'))].exports = (isRunning) => {
  const glue = instantiate(isRunning)
  ofThePackage.push(glue)
  return glue
}

/** The bare exports, and what they hold. */
function freshInstance () {
  const glue = instantiate()
  return { glue, held: heldBy(glue.initSync({ module: compiled })) }
}

/** The files of the package that call the exports, and what their instance holds. */
function packageFiles () {
  const files = {
    ...inPackage('core/attributes.js'),
    ...inPackage('core/keyring.js'),
    ...inPackage('options.js'),
    Cookie: inPackage('session/cookie.js')
  }
  return { files, held: heldBy(ofThePackage.at(-1).initSync()) }
}

function heldBy ({ memory, __wbindgen_externrefs: references }) {
  return { memory, references }
}

module.exports = { freshInstance, packageFiles }
