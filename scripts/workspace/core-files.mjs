// Which files make the compiled core loadable?

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { deflateRawSync } from 'node:zlib'
import { Failure } from './command.mjs'

/**
 * Writes a module into `folder`: `glue.cjs`, `wasm.cjs` and types. `generated` gives the path of a file that wasm-bindgen made, by
 * the end of its name. Returns the module.
 */
export async function writeModule (folder, generated) {
  const write = writer(folder)
  const module = readFileSync(generated('_bg.wasm'))
  write('glue.cjs', instantiable(await bundled(generated('.js'))))
  write('glue.d.cts', "declare function instantiate(isRunning: () => boolean): typeof import('./instance.cjs')\nexport = instantiate\n")
  write('instance.d.cts', readFileSync(generated('.d.ts')))
  write('wasm.cjs', inlined(module))
  write('wasm.d.cts', 'declare function compile(): WebAssembly.Module\nexport = compile\n')
  return module
}

/** Writes the JSON of the codes that cross the boundary into `folder`. */
export function writeCodes (folder, codes) {
  writer(folder)('codes.cjs', `'use strict'\n\nmodule.exports = ${codes.trim()}\n`)
}

function writer (folder) {
  mkdirSync(folder, { recursive: true })
  return (name, content) => writeFileSync(path.join(folder, name), content)
}

// Without its default export, which loads the module from a URL.
async function bundled (glue) {
  // npm packages may only just have been installed
  const esbuild = await import('esbuild')
  const { outputFiles: [bundle] } = await esbuild.build({
    stdin: { contents: `export * from ${JSON.stringify(glue)}`, resolveDir: path.dirname(glue) },
    bundle: true, write: false, minifyWhitespace: true, format: 'cjs', platform: 'node', target: 'node20', logLevel: 'warning'
  })
  return bundle.text
}

// A function, because one instance of the module is all that wasm-bindgen's glue can hold. When objects of an instance that
// has failed are collected, that instance must not be called; one of which that is not known yet may fail then, where
// nobody could catch it. Some test environments (jest with jsdom) have no TextEncoder or no global crypto, and Node.js
// takes a while to make a TextDecoder. The exports are copied, because esbuild makes each a getter behind a getter.
function instantiable (code) {
  const random = 'globalThis.crypto.getRandomValues('
  if (code.split(random).length !== 2) throw new Failure(`wasm-bindgen's glue does not call ${random}) once any more.`)
  return `'use strict'

module.exports = function instantiate (isRunning = () => true) {
const module = { exports: {} }
const { TextEncoder } = require('util')
const { getRandomValues } = require('../../core/random.js')
class TextDecoder {
  decode (bytes) { return bytes ? Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString() : '' }
}
const FinalizationRegistry = globalThis.FinalizationRegistry && class extends globalThis.FinalizationRegistry {
  constructor (free) { super((pointer) => { try { if (isRunning()) free(pointer) } catch {} }) }
}
${code.replace(random, 'getRandomValues(')}
return { ...module.exports }
}
`
}

// Inlined because a bundler would leave a file behind, and Deno asks for permission to read one. Compressed because the package
// is a quarter smaller so, and Express has loaded zlib before, whose own start is most of what inflating takes.
function inlined (module) {
  return `'use strict'

const { inflateRawSync } = require('zlib')

const base64 = '${deflateRawSync(module, { level: 9 }).toString('base64')}'

module.exports = () => new WebAssembly.Module(inflateRawSync(Buffer.from(base64, 'base64')))
`
}
