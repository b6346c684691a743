// How does each bundler make one program of an application, the way its users call it?
'use strict'

const fs = require('node:fs/promises')
const { createRequire } = require('node:module')
const path = require('node:path')
const { promisify } = require('node:util')
const { run } = require('./installation')
const { bunBinary } = require('./processes')

const requireHere = createRequire(path.join(__dirname, 'bundles', 'package.json'))
const importHere = (name) => import(requireHere.resolve(name))
const versionOf = (name) => requireHere(`${name}/package.json`).version

/**
 * @typedef {object} Bundler
 * @property {string} name by which it is chosen
 * @property {string} label in the table
 * @property {() => Promise<string> | string} version
 * @property {(entry: string, folder: string) => Promise<string>} bundle
 *   bundles a program into a folder, and names the file there that is to be run
 */

/** @type {Bundler[]} */
const bundlers = [
  { name: 'esbuild-cjs', label: 'esbuild, CommonJS', version: esbuildVersion, bundle: esbuildToCommonJs },
  { name: 'esbuild-esm', label: 'esbuild, ES module', version: esbuildVersion, bundle: esbuildToModule },
  { name: 'webpack', label: 'webpack', version: () => versionOf('webpack'), bundle: webpack },
  { name: 'rollup', label: 'rollup', version: () => versionOf('rollup'), bundle: rollup },
  { name: 'vite', label: 'vite, SSR', version: () => versionOf('vite'), bundle: vite },
  { name: 'ncc', label: 'ncc', version: () => versionOf('@vercel/ncc'), bundle: ncc },
  { name: 'bun-compile', label: '`bun build --compile`', version: bunVersion, bundle: compileWithBun }
]

function esbuildVersion () {
  return require('esbuild/package.json').version
}

async function bunVersion () {
  return (await run(bunBinary(), ['--version'], {})).trim()
}

function esbuildToCommonJs (entry, folder) {
  return esbuild(entry, folder, 'bundle.cjs', { format: 'cjs' })
}

// CommonJS inside of the bundle asks for modules of Node.js with `require`, which a module does not have.
function esbuildToModule (entry, folder) {
  const js = "import { createRequire } from 'node:module'\nconst require = createRequire(import.meta.url)"
  return esbuild(entry, folder, 'bundle.mjs', { format: 'esm', banner: { js } })
}

async function esbuild (entry, folder, file, options) {
  const outfile = path.join(folder, file)
  await require('esbuild').build({ entryPoints: [entry], bundle: true, platform: 'node', target: 'node20', outfile, ...options })
  return file
}

async function webpack (entry, folder) {
  const file = 'bundle.cjs'
  const compiler = requireHere('webpack')({
    entry, mode: 'production', target: 'node20', output: { path: folder, filename: file }
  })
  const stats = await promisify(compiler.run.bind(compiler))()
  await promisify(compiler.close.bind(compiler))()
  if (stats.hasErrors()) throw new Error(stats.toString({ all: false, errors: true }))
  return file
}

async function rollup (entry, folder) {
  const file = 'bundle.mjs'
  const [bundler, nodeResolve, commonjs, json] = await Promise.all(
    ['rollup', '@rollup/plugin-node-resolve', '@rollup/plugin-commonjs', '@rollup/plugin-json'].map(importHere)
  )
  const bundle = await bundler.rollup({
    input: entry,
    plugins: [
      nodeResolve.default({ preferBuiltins: true, exportConditions: ['node'] }), commonjs.default(), json.default()
    ],
    // Circular imports and `this` at the top, in packages of others.
    onwarn: () => {}
  })
  await bundle.write({ file: path.join(folder, file), format: 'es' })
  await bundle.close()
  return file
}

async function vite (entry, folder) {
  const file = 'bundle.mjs'
  const { build } = await importHere('vite')
  await build({
    configFile: false,
    logLevel: 'error',
    root: path.dirname(entry),
    ssr: { noExternal: true },
    build: { ssr: entry, outDir: folder, rollupOptions: { output: { entryFileNames: file } } }
  })
  return file
}

async function ncc (entry, folder) {
  const { code, assets } = await requireHere('@vercel/ncc')(entry, { quiet: true })
  const isModule = code.startsWith('import ')
  const files = { [`bundle.${isModule ? 'mjs' : 'cjs'}`]: code }
  for (const [name, { source }] of Object.entries(assets)) files[name] = source
  for (const [name, content] of Object.entries(files)) {
    await fs.mkdir(path.dirname(path.join(folder, name)), { recursive: true })
    await fs.writeFile(path.join(folder, name), content)
  }
  return Object.keys(files)[0]
}

async function compileWithBun (entry, folder) {
  const file = process.platform === 'win32' ? 'bundle.exe' : 'bundle'
  await run(bunBinary(), ['build', '--compile', entry, '--outfile', path.join(folder, file)], { cwd: path.dirname(entry) })
  return file
}

module.exports = { bundlers }
