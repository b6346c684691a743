// Do the Rust tests of the WebAssembly boundary pass in a browser and under Deno, and how many ran?

import { accessSync, constants, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import os from 'node:os'
import path from 'node:path'
import { run } from '../scripts/workspace/command.mjs'
import { cargoCounts } from '../scripts/workspace/counts.mjs'
import { tool, wasmTarget } from '../scripts/workspace/project.mjs'
import { wasmEnvironment } from '../scripts/workspace/wasm.mjs'

const { denoBinary } = createRequire(import.meta.url)('./processes')

/** Where they run: `lacks` says what is missing for that, `test` counts the tests. */
export const rustTests = [
  { name: 'rust-chromium', label: 'Chromium, headless', lacks: lacksChromium, test: testInChromium },
  { name: 'rust-deno', label: 'Deno 2', lacks: lacksDeno, test: testUnderDeno }
]

function lacksChromium () {
  const missing = [['chromium', 'google-chrome'], ['chromedriver']].find((names) => !names.some(onPath))
  return missing && `${missing[0]} is not installed (Debian: chromium, chromium-driver)`
}

function lacksDeno () {
  if (process.platform === 'win32') return 'the runner needs a shell script to call Deno by'
  return denoBinary() ? undefined : 'Deno is not installable here'
}

function testInChromium () {
  return testBoundary({ WASM_BINDGEN_USE_BROWSER: '1', CHROMEDRIVER: onPath('chromedriver') }, 'Running headless tests in Chrome')
}

// The runner calls `deno` and expects a `window`, which Deno 2 no longer has.
async function testUnderDeno () {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'boundary-deno-'))
  try {
    const preloaded = path.join(folder, 'window.js')
    writeFileSync(preloaded, 'globalThis.window ??= globalThis\n')
    const script = `#!/bin/sh
      echo 'Running tests under Deno'
      command="$1"; shift
      exec '${denoBinary()}' "$command" --preload '${preloaded}' "$@"
    `
    writeFileSync(path.join(folder, 'deno'), script, { mode: 0o755 })
    const env = { WASM_BINDGEN_USE_DENO: '1', PATH: `${folder}${path.delimiter}${process.env.PATH}` }
    return await testBoundary(env, 'Running tests under Deno')
  } finally {
    rmSync(folder, { recursive: true })
  }
}

// Not by wasm-pack, which skips every test here and succeeds. The runner goes to Node.js where a variable means nothing to it.
async function testBoundary (env, evidence) {
  const { ok, text } = await run('cargo', ['test', '--locked', '--target', wasmTarget, '--test', 'boundary'], {
    ...wasmEnvironment(), CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER: tool('wasm-bindgen-test-runner'), ...env
  })
  if (!text.includes(evidence)) throw new Error(`The tests did not run where they should have:\n${text}`)
  return { ok, ...cargoCounts(text), output: text }
}

function onPath (name) {
  return process.env.PATH.split(path.delimiter).map((folder) => path.join(folder, name)).find(isExecutable)
}

function isExecutable (file) {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}
