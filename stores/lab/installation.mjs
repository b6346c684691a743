// How does a store come to stand in a tree beside express-session, and in one beside ours?

import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { run, succeed } from '../../scripts/workspace/command.mjs'
import { fingerprint } from '../../scripts/workspace/fingerprint.mjs'
import { inProject, packageFolder } from '../../scripts/workspace/project.mjs'

const reference = '1.19.0'
const express = '5.3.0'

// Left alone by git and by the checks of the sources, as every folder of this name.
const installedFolder = inProject('stores', 'target')
const builtFolder = path.join(installedFolder, '.native')

/**
 * Packs the package of this project, under a name that changes with what is in it: npm would not install a file again
 * whose name it has seen.
 */
export async function packOurs () {
  mkdirSync(installedFolder, { recursive: true })
  const file = path.join(installedFolder, `ours-${fingerprint([packageFolder]).slice(0, 16)}.tgz`)
  if (!existsSync(file)) {
    for (const old of readdirSync(installedFolder)) if (/^ours-.*\.tgz$/.test(old)) rmSync(path.join(installedFolder, old))
    const listing = await succeed('npm', ['pack', packageFolder, '--json', '--pack-destination', installedFolder])
    const [{ filename }] = Object.values(JSON.parse(listing))
    renameSync(path.join(installedFolder, filename), file)
  }
  return file
}

/** Installs a store in two trees, that differ in the package that stands under the name of express-session. */
export async function installStore (store, ours) {
  const folder = path.join(installedFolder, folderName(store.name))
  const trees = { reference: path.join(folder, 'express-session'), ours: path.join(folder, 'ours') }
  await install(trees.reference, manifest(store, reference), store)
  await install(trees.ours, manifest(store, `file:${path.relative(trees.ours, ours)}`), {}, trees.reference)
  requireOneModule(trees.reference, 'express-session')
  requireOneModule(trees.ours, 'express-session-wasm')
  return trees
}

/** @type {Map<string, Promise<string>>} */
const installing = new Map()

/** Installs the packages that a backend is made of, once for however many stores run on it. */
export function installBackend (name, packages) {
  const tree = path.join(installedFolder, 'backends', name)
  if (!installing.has(name)) installing.set(name, install(tree, { private: true, dependencies: packages }).then(() => tree))
  return installing.get(name)
}

function manifest (store, session) {
  return {
    private: true,
    dependencies: { ...store.packages, express: store.express ?? express, 'express-session': session },
    overrides: { ...store.overrides, 'express-session': '$express-session' }
  }
}

// The stamp is written last, so that half an installation is made again.
async function install (tree, content, { native, prepare } = {}, like) {
  const text = JSON.stringify(content, null, 2)
  const stamp = path.join(tree, 'installed.json')
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === text) return
  rmSync(tree, { recursive: true, force: true })
  mkdirSync(tree, { recursive: true })
  if (like) cpSync(path.join(like, 'node_modules'), path.join(tree, 'node_modules'), { recursive: true, verbatimSymlinks: true })
  writeFileSync(path.join(tree, 'package.json'), text)
  await succeed('npm', [
    'install', '--prefix', tree, '--ignore-scripts', '--legacy-peer-deps', '--no-package-lock', '--no-audit', '--no-fund', '--prefer-offline'
  ])
  if (native) await build(tree, native)
  if (prepare) await prepareTree(tree, prepare)
  writeFileSync(stamp, text)
}

/** @type {Map<string, Promise<void>>} */
const building = new Map()

// Compiled once for all stores that use it, and for this package alone: the scripts of others do not run.
async function build (tree, name) {
  const place = path.join(tree, 'node_modules', name)
  const { version } = JSON.parse(readFileSync(path.join(place, 'package.json'), 'utf8'))
  const built = path.join(builtFolder, `${name}-${version}-${process.versions.modules}`)
  if (!building.has(built)) building.set(built, existsSync(built) ? Promise.resolve() : compile(tree, name, built))
  await building.get(built)
  cpSync(built, path.join(place, 'build', 'Release'), { recursive: true })
}

async function compile (tree, name, built) {
  console.error(`${name}: compiling it, which takes minutes ...`)
  const { ok, text } = await run('npm', ['rebuild', name, '--prefix', tree, '--foreground-scripts'])
  const release = path.join(tree, 'node_modules', name, 'build', 'Release')
  if (!ok || !existsSync(release)) throw new Error(`${name} cannot be compiled: ${text.trim().split('\n').at(-1)}`)
  const unfinished = `${built}-unfinished`
  mkdirSync(unfinished, { recursive: true })
  for (const file of readdirSync(release)) {
    if (file.endsWith('.node')) cpSync(path.join(release, file), path.join(unfinished, file))
  }
  renameSync(unfinished, built)
}

// What a store's README has its user generate.
async function prepareTree (tree, { files, script, environment }) {
  for (const [name, text] of Object.entries(files)) writeFileSync(path.join(tree, name), text)
  await succeed(process.execPath, [path.join(tree, 'node_modules', ...script[0].split('/')), ...script.slice(1).map((part) => part.replace('TREE', tree))], {
    env: { ...process.env, ...environment }
  })
}

// A second copy anywhere would be the one that a store takes its base class from.
function requireOneModule (tree, name) {
  const found = readdirSync(path.join(tree, 'node_modules'), { recursive: true })
    .filter((file) => /(^|node_modules[\\/])express-session[\\/]package\.json$/.test(file))
    .map((file) => JSON.parse(readFileSync(path.join(tree, 'node_modules', file), 'utf8')).name)
  if (found.length !== 1 || found[0] !== name) throw new Error(`instead of ${name} there stands ${found.join(', ') || 'nothing'}`)
}

function folderName (name) {
  return name.replace('@', '').replace('/', '-')
}
