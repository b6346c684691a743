// What must hold before a test is worth running?

import { buildPackage } from './package.mjs'
import { inProject, wasmTarget } from './project.mjs'
import { step } from './steps.mjs'
import { wasmEnvironment } from './wasm.mjs'

const denyWarnings = ['--', '-D', 'warnings']
const docs = ['doc', '--locked', '--no-deps', '--document-private-items']
const denyDocWarnings = { RUSTDOCFLAGS: '-Dwarnings' }
const nodeModule = (...place) => inProject('node_modules', ...place)

export const buildStepName = 'build'

export const checks = [
  step('cargo fmt', 'cargo', ['fmt', '--check']),
  step('clippy (host)', 'cargo', ['clippy', '--locked', '--all-targets', ...denyWarnings]),
  step(
    'clippy (wasm32)',
    'cargo', ['clippy', '--locked', '--target', wasmTarget, '--lib', '--test', 'boundary', ...denyWarnings],
    wasmEnvironment()
  ),
  step('cargo doc (host)', 'cargo', docs, { ...process.env, ...denyDocWarnings }),
  step('cargo doc (wasm32)', 'cargo', [...docs, '--lib', '--target', wasmTarget], { ...wasmEnvironment(), ...denyDocWarnings }),
  step('eslint', process.execPath, [nodeModule('eslint', 'bin', 'eslint.js'), '--max-warnings', '0', '.']),
  { name: buildStepName, action: () => buildPackage().then(() => ({ ok: true })) },
  { ...step('tsc', process.execPath, [nodeModule('typescript', 'bin', 'tsc'), '--project', '.']), needs: buildStepName }
]
