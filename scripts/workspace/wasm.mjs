// How does the Rust core become files that JavaScript can load?

import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { succeed } from './command.mjs'
import { inProject, root, tool, wasmTarget } from './project.mjs'

const target = inProject('target')
const library = 'express_session_wasm'

const cargoHome = process.env.CARGO_HOME || path.join(os.homedir(), '.cargo')

/** Folders that rustc would name in panic messages, and that nobody else should read about. */
export const foldersOfThisMachine = [
  // the project by its parts, because it may stand in a folder called no more than /src
  ...['src', 'js', 'target'].map((name) => inProject(name)),
  path.resolve(cargoHome),
  os.homedir()
].filter((folder) => folder !== path.parse(folder).root)

/** The environment in which cargo compiles for wasm with the features of the published module. */
export function wasmEnvironment (...moreFlags) {
  const flags = ['-Ctarget-feature=+simd128', ...moreFlags]
  // the one variable that outranks RUSTFLAGS, which would replace the flags of a configuration file
  return { ...process.env, CARGO_ENCODED_RUSTFLAGS: flags.join('\x1f') }
}

/** Compiles the crate and writes `glue.cjs`, `wasm.cjs` and their types into `folder`; returns the module. */
export async function buildWasm (folder) {
  await succeed('cargo', ['fetch', '--locked', '--target', wasmTarget])
  await succeed(
    'cargo',
    ['build', '--release', '--lib', '--locked', '--target', wasmTarget, '--target-dir', target],
    { env: wasmEnvironment(...await pathRemappings()) }
  )

  const bindgenFolder = mkdtempSync(path.join(target, 'bindgen-'))
  try {
    await succeed(tool('wasm-bindgen'), [
      '--target', 'web', '--omit-default-module-path', '--remove-name-section',
      '--out-dir', bindgenFolder, path.join(target, wasmTarget, 'release', `${library}.wasm`)
    ])
    return await writeModules(bindgenFolder, folder)
  } finally {
    rmSync(bindgenFolder, { recursive: true })
  }
}

// The same names on every machine, so that the same sources make the same bytes.
async function pathRemappings () {
  const sysroot = (await succeed('rustc', ['--print', 'sysroot'])).trim()
  const commit = /^commit-hash: (.*)$/m.exec(await succeed('rustc', ['--version', '--verbose']))[1]
  // what rustc itself calls the sources of the standard library where they are not installed
  const standardLibrary = [path.join(sysroot, 'lib', 'rustlib', 'src', 'rust'), `/rustc/${commit}`]

  // one by one: each folder in the registry is named after the host that served its crates
  const registry = path.join(cargoHome, 'registry', 'src')
  const crates = readdirSync(registry).map((name) => [path.join(registry, name), 'crates'])

  return [standardLibrary, ...crates, [root, '.']].map(([from, to]) => `--remap-path-prefix=${from}=${to}`)
}

async function writeModules (bindgenFolder, folder) {
  // npm packages may only just have been installed
  const esbuild = await import('esbuild')
  const generated = (extension) => path.join(bindgenFolder, library + extension)

  const glue = await esbuild.transform(readFileSync(generated('.js'), 'utf8'), {
    // Some test environments (jest with jsdom) have no such globals.
    banner: "const { TextDecoder, TextEncoder } = require('node:util')", format: 'cjs', platform: 'node', target: 'node20'
  })
  const module = readFileSync(generated('_bg.wasm'))

  mkdirSync(folder, { recursive: true })
  writeFileSync(path.join(folder, 'glue.cjs'), instantiable(glue.code))
  writeFileSync(path.join(folder, 'glue.d.cts'), "declare function instantiate(): typeof import('./instance.cjs')\nexport = instantiate\n")
  writeFileSync(path.join(folder, 'instance.d.cts'), readFileSync(generated('.d.ts')))
  writeFileSync(path.join(folder, 'wasm.cjs'), inlined(module))
  writeFileSync(path.join(folder, 'wasm.d.cts'), 'declare function compile(): WebAssembly.Module\nexport = compile\n')
  return module
}

// A function, because one instance of the module is all that wasm-bindgen's glue can hold. When objects of an instance that
// has failed are collected, that instance may fail again, where nobody could catch it.
function instantiable (code) {
  return `'use strict'

module.exports = function instantiate () {
const module = { exports: {} }
const FinalizationRegistry = globalThis.FinalizationRegistry && class extends globalThis.FinalizationRegistry {
  constructor (free) { super((pointer) => { try { free(pointer) } catch {} }) }
}
${code}
return module.exports
}
`
}

// Inlined because a bundler would leave a file behind, and Deno asks for permission to read one.
function inlined (module) {
  return `'use strict'

const base64 = '${module.toString('base64')}'

function bytes () {
  if (typeof Buffer === 'function') return Buffer.from(base64, 'base64')
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))
}

module.exports = () => new WebAssembly.Module(bytes())
`
}
