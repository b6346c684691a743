// How is the published package put together, and is the one in pkg/ still what the sources say?

import { cpSync, existsSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { bundleShim } from './bundle.mjs'
import { Failure, succeed } from './command.mjs'
import { filesIn, fingerprint } from './fingerprint.mjs'
import { inProject, packageFolder, shimFolder } from './project.mjs'
import { buildWasm, foldersOfThisMachine } from './wasm.mjs'

const texts = ['LICENSE', 'README.md']

const sources = [
  'Cargo.toml', 'Cargo.lock', 'src', 'js', 'pkg-template', 'package-lock.json', 'tools/Cargo.lock', 'scripts/workspace', ...texts
].map((place) => inProject(place))

const stamp = inProject('target', 'package-built-from')

/** Whether pkg/ is the package that the present sources make. */
export function packageIsCurrent () {
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === stampText(fingerprint(sources))
}

// With the package itself in the stamp, one that somebody damaged is built again.
function stampText (sourcesFingerprint) {
  return `${sourcesFingerprint} ${fingerprint([packageFolder, shimFolder].filter(existsSync))}`
}

/** Builds pkg/ and returns its wasm modules by their names. A build that fails leaves the last package, but not as current. */
export async function buildPackage () {
  requireTestedDependencies()
  const builtFrom = fingerprint(sources)
  rmSync(stamp, { force: true })

  const [shim, staging] = ['shim', 'package'].map((name) => inProject('target', `${name}-${process.pid}`))
  try {
    cpSync(inProject('js'), shim, { recursive: true })
    cpSync(inProject('pkg-template'), shim, { recursive: true })
    const modules = await buildWasm(path.join(shim, 'dist'))

    cpSync(shim, staging, { recursive: true, filter: (place) => place === shim || isPublished(place) })
    for (const text of texts) cpSync(inProject(text), path.join(staging, text))
    await bundleShim(shim, staging)
    for (const [name, module] of Object.entries(modules)) refusePathsOfThisMachine(`the ${name} wasm module`, module)
    for (const file of filesIn(staging)) refusePathsOfThisMachine(path.relative(staging, file), readFileSync(file))
    replace(shimFolder, shim)
    replace(packageFolder, staging)

    writeFileSync(stamp, stampText(builtFrom))
    return modules
  } finally {
    rmSync(shim, { recursive: true, force: true })
    rmSync(staging, { recursive: true, force: true })
  }
}

// The modules of the shim and the core end up in the bundle; nobody outside needs types of the core.
function isPublished (place) {
  return !statSync(place).isDirectory() && !place.endsWith('.js')
}

// The tests run with the exact versions of the workspace: those have to be the lowest that the package accepts.
function requireTestedDependencies () {
  const pinned = readJson('package.json').devDependencies
  for (const [name, range] of Object.entries(readJson('pkg-template/package.json').dependencies)) {
    if (range === `^${pinned[name]}`) continue
    throw new Failure(`pkg-template/package.json asks for ${name} ${range}, package.json tests with ${pinned[name] ?? 'none'}.`)
  }
}

function readJson (file) {
  return JSON.parse(readFileSync(inProject(file), 'utf8'))
}

function refusePathsOfThisMachine (name, bytes) {
  const found = foldersOfThisMachine.find((folder) => bytes.includes(folder + path.sep))
  if (found) throw new Failure(`${name} in the package names a folder of this machine: ${found}`)
}

function replace (folder, staging) {
  const previous = `${staging}-previous`
  if (existsSync(folder)) renameSync(folder, previous)
  renameSync(staging, folder)
  rmSync(previous, { recursive: true, force: true })
}

/** How large pkg/ is for whoever downloads it, and for whoever unpacks it. */
export async function packedSizes () {
  const listing = await succeed('npm', ['pack', '--dry-run', '--json', packageFolder])
  const [{ size, unpackedSize }] = Object.values(JSON.parse(listing))
  return { tarballBytes: size, unpackedBytes: unpackedSize }
}
