// How does a fuzzer get at the exports of the package, in instances that nothing else uses?
'use strict'

// A session cookie warns of every maxAge that is a Date.
process.env.NO_DEPRECATION = 'express-session'

const path = require('node:path')

// The package before it is bundled into one file, which gives away none of this.
const root = path.join(__dirname, '..', '..', 'target', 'shim')
const inPackage = (name) => require(path.join(root, name))

const modules = ['common', 'optional'].map((name) => {
  const glueFile = path.join(root, 'dist', name, 'glue.cjs')
  const instantiate = require(glueFile)
  const compiled = inPackage(`dist/${name}/wasm.cjs`)()
  // Instances that the package makes, which it does not give away: the first, and one more after each trap.
  const ofThePackage = []
  require.cache[glueFile].exports = (isRunning) => {
    const glue = instantiate(isRunning)
    ofThePackage.push(glue)
    return glue
  }
  return { compiled, instantiate, ofThePackage }
})

/** The bare exports of both modules, and what each of the two holds. */
function freshInstance () {
  const glues = modules.map(({ instantiate }) => instantiate())
  const held = glues.map((glue, index) => heldBy(glue.initSync({ module: modules[index].compiled })))
  return { glue: Object.assign({}, ...glues), held }
}

/** The files of the package that call the exports, and what each of their instances holds. */
function packageFiles () {
  const files = {
    ...inPackage('core/attributes.js'),
    ...inPackage('core/keyring.js'),
    ...inPackage('options.js'),
    Cookie: inPackage('session/cookie.js'),
    Policy: inPackage('core/policy.js')
  }
  return { files, held: modules.map(({ ofThePackage }) => heldBy(ofThePackage.at(-1).initSync())) }
}

function heldBy ({ memory, __wbindgen_externrefs: references }) {
  return { memory, references }
}

module.exports = { freshInstance, packageFiles }
