// How is the Rust core compiled?

import { createHash } from 'node:crypto'
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, renameSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { succeed } from './command.mjs'
import { writeCodes, writeModule } from './core-files.mjs'
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

/** Of what features modules are compiled: Cargo.toml says what each is for. */
const modules = ['common', 'optional']

/**
 * Compiles the crate and writes it into `folder` as files that JavaScript can load, each module into a folder of its own; returns
 * the modules by their names.
 */
export async function buildWasm (folder) {
  await succeed('cargo', ['fetch', '--locked', '--target', wasmTarget])
  const environment = wasmEnvironment(...await pathRemappings())
  const bindgenFolder = mkdtempSync(path.join(target, 'bindgen-'))
  try {
    for (const name of modules) await compile(name, path.join(bindgenFolder, name), environment)
    await Promise.all(modules.map((name) => optimize(name, generated(bindgenFolder, name, '_bg.wasm'))))
    const written = {}
    for (const name of modules) written[name] = await writeModule(path.join(folder, name), (ending) => generated(bindgenFolder, name, ending))
    // by the same sources on this machine: no module need carry the names
    writeCodes(folder, await succeed('cargo', ['run', '--quiet', '--bin', 'codes', '--locked', '--target-dir', target]))
    return written
  } finally {
    rmSync(bindgenFolder, { recursive: true })
  }
}

/** Compiles the exports of one feature, and has wasm-bindgen write into `folder` what JavaScript needs to call them. */
async function compile (feature, folder, env) {
  const options = ['--release', '--lib', '--locked', '--no-default-features', '--features', feature]
  await succeed('cargo', ['build', ...options, '--target', wasmTarget, '--target-dir', target], { env })
  await succeed(tool('wasm-bindgen'), [
    '--target', 'web', '--omit-default-module-path', '--remove-name-section',
    '--out-dir', folder, path.join(target, wasmTarget, 'release', `${library}.wasm`)
  ])
}

function generated (folder, name, ending) {
  return path.join(folder, name, library + ending)
}

// What LLVM and wasm-bindgen make use of; every host that has Node.js 20's WebAssembly has it.
const features = ['simd', 'bulk-memory', 'reference-types', 'sign-ext', 'nontrapping-float-to-int', 'multivalue']

/** Makes a module smaller and faster. One that it has made before, which takes ten seconds, it takes from `target`. */
async function optimize (name, file) {
  const binaryen = inProject('node_modules', 'binaryen')
  const { version } = JSON.parse(readFileSync(path.join(binaryen, 'package.json'), 'utf8'))
  const options = ['-O3', ...features.map((feature) => `--enable-${feature}`), '--strip-producers', '--strip-target-features']
  const hash = createHash('sha256').update(JSON.stringify([version, options])).update(readFileSync(file)).digest('hex')

  const folder = path.join(target, 'optimized', name)
  const optimized = path.join(folder, `${hash}.wasm`)
  if (!existsSync(optimized)) {
    rmSync(folder, { recursive: true, force: true })
    mkdirSync(folder, { recursive: true })
    const unfinished = `${optimized}-${process.pid}`
    await succeed(process.execPath, [path.join(binaryen, 'bin', 'wasm-opt'), ...options, file, '-o', unfinished])
    renameSync(unfinished, optimized)
  }
  copyFileSync(optimized, file)
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
