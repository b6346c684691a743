// How does each bundler make one program of an application, the way its users call it?
'use strict'

const { existsSync, readFileSync } = require('node:fs')
const fs = require('node:fs/promises')
const { builtinModules, createRequire } = require('node:module')
const path = require('node:path')
const { promisify } = require('node:util')
const { run } = require('./installation')
const { bunBinary } = require('./processes')

const folderOfToday = 'hosts/bundles'
const notInstallable = 'not installable here: no binary for this platform'

/**
 * @typedef {object} Bundler
 * @property {string} name by which it is chosen
 * @property {string} label in the table
 * @property {string[]} packages the folders whose packages it needs
 * @property {() => Promise<string> | string} version
 * @property {() => string | undefined} [lacks] why it cannot run here
 * @property {boolean} [isEarlier] whether packages of today are more than it can read
 * @property {(entry: string, folder: string) => Promise<string>} bundle
 *   bundles a program into a folder, and names the file there that is to be run
 */

/** @type {Bundler[]} */
const bundlers = [
  { name: 'esbuild-cjs', label: 'esbuild, CommonJS', packages: [], version: esbuildVersion, bundle: esbuildToCommonJs },
  { name: 'esbuild-esm', label: 'esbuild, ES module', packages: [], version: esbuildVersion, bundle: esbuildToModule },
  ofToday({ name: 'webpack', label: 'webpack 5', package: 'webpack', bundle: webpack }),
  ofToday({ name: 'rollup', label: 'rollup 4', package: 'rollup', bundle: rollup }),
  ofToday({ name: 'vite', label: 'vite, SSR', package: 'vite', bundle: vite }),
  ofToday({ name: 'ncc', label: 'ncc', package: '@vercel/ncc', bundle: ncc }),
  {
    name: 'bun-compile',
    label: '`bun build --compile`',
    packages: ['hosts/runtimes'],
    lacks: () => bunBinary() ? undefined : notInstallable,
    version: bunVersion,
    bundle: compileWithBun
  },
  older({
    name: 'esbuild-0.12',
    label: 'esbuild 0.12',
    package: 'esbuild',
    lacks: () => existsSync(oldEsbuild) ? undefined : notInstallable,
    bundle: earlierEsbuild
  }),
  older({ name: 'webpack-4', label: 'webpack 4', package: 'webpack', bundle: webpack4 }),
  older({ name: 'rollup-2', label: 'rollup 2', package: 'rollup', bundle: rollup2 }),
  older({ name: 'parcel-2', label: 'Parcel 2', package: 'parcel', bundle: parcel })
]

function ofToday ({ package: name, ...bundler }) {
  return { ...bundler, packages: [folderOfToday], version: () => versionIn(folderOfToday, name) }
}

function older ({ package: name, ...bundler }) {
  const folder = folderOf(bundler.name)
  return { ...bundler, packages: [folder], version: () => versionIn(folder, name), isEarlier: true }
}

function folderOf (name) {
  return `hosts/older/${name}`
}

function versionIn (folder, name) {
  return JSON.parse(readFileSync(path.join(__dirname, '..', folder, 'node_modules', name, 'package.json'), 'utf8')).version
}

// A folder of the project, for what was installed there.
function requireIn (folder) {
  return createRequire(path.join(__dirname, '..', folder, 'package.json'))
}

function importIn (folder, name) {
  return import(requireIn(folder).resolve(name))
}

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
  const compiler = requireIn(folderOfToday)('webpack')({
    entry, mode: 'production', target: 'node20', output: { path: folder, filename: file }
  })
  await compiled(compiler)
  await promisify(compiler.close.bind(compiler))()
  return file
}

async function compiled (compiler) {
  const stats = await promisify(compiler.run.bind(compiler))()
  if (stats.hasErrors()) throw new Error(stats.toString({ all: false, errors: true }))
}

const rollupPackages = ['rollup', '@rollup/plugin-node-resolve', '@rollup/plugin-commonjs', '@rollup/plugin-json']

async function rollup (entry, folder) {
  const file = 'bundle.mjs'
  const [bundler, nodeResolve, commonjs, json] = await Promise.all(
    rollupPackages.map((name) => importIn(folderOfToday, name))
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
  const { build } = await importIn(folderOfToday, 'vite')
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
  const { code, assets } = await requireIn(folderOfToday)('@vercel/ncc')(entry, { quiet: true })
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

// For want of its installation script, which this project runs for no package, it is told where its binary is.
const oldEsbuild = path.join(__dirname, 'older', 'esbuild-0.12', 'node_modules', 'esbuild-linux-64', 'bin', 'esbuild')

async function earlierEsbuild (entry, folder) {
  const file = 'bundle.js'
  await run(oldEsbuild, [
    entry, '--bundle', '--platform=node', '--target=node14', '--log-level=error', `--outfile=${path.join(folder, file)}`
  ], {})
  return file
}

// Its hash is one that OpenSSL no longer has; another costs nothing.
async function webpack4 (entry, folder) {
  const file = 'bundle.js'
  await compiled(requireIn(folderOf('webpack-4'))('webpack')({
    entry, mode: 'production', target: 'node', output: { path: folder, filename: file, hashFunction: 'sha256' }
  }))
  return file
}

async function rollup2 (entry, folder) {
  const file = 'bundle.js'
  const [bundler, nodeResolve, commonjs, json] = rollupPackages.map(requireIn(folderOf('rollup-2')))
  const bundle = await bundler.rollup({
    input: entry,
    // `debug` 4 tries whether that is there; this plugin would ask for it at the top.
    plugins: [nodeResolve.default({ preferBuiltins: true }), commonjs({ ignore: ['supports-color'] }), json()],
    external: builtinModules,
    onwarn: () => {}
  })
  await bundle.write({ file: path.join(folder, file), format: 'cjs' })
  return file
}

async function parcel (entry, folder) {
  const file = 'bundle.js'
  const requireParcel = requireIn(folderOf('parcel-2'))
  const { Parcel } = requireParcel('@parcel/core')
  await new Parcel({
    entries: entry,
    defaultConfig: requireParcel.resolve('@parcel/config-default'),
    mode: 'production',
    shouldDisableCache: true,
    targets: {
      main: { distDir: folder, distEntry: file, context: 'node', engines: { node: '20' }, includeNodeModules: true, outputFormat: 'commonjs' }
    }
  }).run()
  return file
}

module.exports = { bundlers }
