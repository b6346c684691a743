// What must be on a machine before this project can be built, and how does what is missing get there?

import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { Failure, succeed } from './command.mjs'
import { fingerprint } from './fingerprint.mjs'
import { matchesLock } from './own-packages.mjs'
import { inProject, root, tool, toolsTarget, wasmTarget } from './project.mjs'

const oldestNode = 20
const rustHint = 'Install Rust with rustup (https://rustup.rs), open a new terminal and run this again.'

/** Installs what is missing and says so; silent, and without any use of the network, when nothing is. */
export async function installPrerequisites () {
  requireNode()
  // npm waits for its registry while cargo compiles
  await Promise.all([installNpmPackages(), installRustParts().then(buildTools)])
}

function requireNode () {
  if (Number.parseInt(process.versions.node) >= oldestNode) return
  throw new Failure(`This is Node.js ${process.versions.node}; the project needs ${oldestNode} or newer (https://nodejs.org).`)
}

async function installNpmPackages () {
  if (matchesLock(root)) return
  await announce('installing npm packages', () => succeed(
    'npm',
    // NODE_ENV=production would leave out the tools, and none of the packages needs its install script
    ['ci', '--include=dev', '--include=optional', '--ignore-scripts', '--no-audit', '--no-fund'],
    { hint: 'npm ci needs the npm registry.', missingHint: 'It comes with Node.js (https://nodejs.org).' }
  ))
}

async function installRustParts () {
  const sysroot = (await succeed('rustc', ['--print', 'sysroot'], {
    hint: 'If rustup has no stable toolchain yet: rustup toolchain install stable',
    missingHint: rustHint
  })).trim()
  const has = (...place) => existsSync(path.join(sysroot, ...place)) || existsSync(path.join(sysroot, ...place) + '.exe')

  if (!has('lib', 'rustlib', wasmTarget, 'lib')) await addRustPart('target', wasmTarget)
  if (!has('bin', 'rustfmt')) await addRustPart('component', 'rustfmt')
  if (!has('bin', 'cargo-clippy')) await addRustPart('component', 'clippy')
}

async function addRustPart (kind, name) {
  await announce(`installing Rust's ${name}`, () => succeed('rustup', [kind, 'add', name], {
    hint: 'rustup needs its download server.',
    missingHint: `This Rust was not installed by rustup: install its ${name} the way Rust itself was, or ${rustHint}`
  }))
}

async function buildTools () {
  const sources = fingerprint(['Cargo.toml', 'Cargo.lock', 'src'].map((name) => inProject('tools', name)))
  const stamp = path.join(toolsTarget, 'built-from')
  const isBuilt = ['wasm-bindgen', 'wasm-bindgen-test-runner', 'wasm-pack'].every((name) => existsSync(tool(name)))
  if (isBuilt && existsSync(stamp) && readFileSync(stamp, 'utf8') === sources) return

  await announce('compiling wasm-bindgen and wasm-pack, once, for a minute or two', () => succeed(
    'cargo',
    ['build', '--locked', '--manifest-path', inProject('tools', 'Cargo.toml'), '--target-dir', toolsTarget],
    { hint: 'cargo needs its registry for what is not yet in its cache.', missingHint: rustHint }
  ))
  mkdirSync(toolsTarget, { recursive: true })
  writeFileSync(stamp, sources)
}

async function announce (what, action) {
  const start = performance.now()
  console.log(`set-up: ${what} ...`)
  await action()
  console.log(`set-up: ${what}: done in ${((performance.now() - start) / 1000).toFixed(1)} s`)
}
