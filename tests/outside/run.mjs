// How does one published suite run, with the module that stands in a tree under the name of express-session?

import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import os from 'node:os'
import path from 'node:path'
import { inProject } from '../../scripts/workspace/project.mjs'

const require = createRequire(import.meta.url)
const { mochaOutcomes, tapOutcomes } = require('./outcomes')
const { freePort } = require('../kit/free-port')
const { startProgram } = require('../../stores/backends/program')

const PATIENCE_MS = 120_000

/**
 * @param {import('./suites').Suite} suite
 * @param {string} tree in which it is installed
 * @returns {Promise<{ outcomes: import('./outcomes').Outcomes, text: string }>}
 */
export async function runSuite (suite, tree) {
  const folder = path.join(tree, 'node_modules', suite.folder ?? nameOf(suite))
  for (const [name, content] of Object.entries(suite.files ?? {})) writeFileSync(path.join(folder, name), content)
  // Databases that tests leave behind would be those of the next run.
  const place = mkdtempSync(path.join(os.tmpdir(), 'outside-'))
  const server = suite.server === 'dynalite' ? await startDynalite(tree) : undefined
  try {
    const { DEBUG, SESSION_MODULE, ...inherited } = process.env
    const env = { ...inherited, NODE_ENV: 'test', NO_DEPRECATION: '*', TMPDIR: place, TMP: place, TEMP: place, ...server?.environment }
    const { stdout, text } = await printed(command(suite, tree, folder), { cwd: folder, env })
    return { outcomes: suite.runner === 'mocha' ? mochaOutcomes(stdout) : tapOutcomes(stdout), text }
  } finally {
    await server?.stop()
    rmSync(place, { recursive: true, force: true })
  }
}

// Tests that failed end their program with an error; so does time that runs out.
function printed (args, options) {
  return new Promise((resolve) => {
    execFile(process.execPath, args, { ...options, timeout: PATIENCE_MS, maxBuffer: 1 << 26 }, (error, stdout, stderr) => {
      resolve({ stdout, text: `${stdout}${stderr}${error?.killed ? '\nIt did not end in time.' : ''}` })
    })
  })
}

function command ({ runner, file }, tree, folder) {
  if (runner === 'mocha') return [path.join(tree, 'node_modules', 'mocha', 'bin', 'mocha.js'), '--exit', '--reporter', 'json', file]
  if (runner === 'jasmine') return [inProject('tests', 'outside', 'jasmine.js'), folder, file]
  return [file]
}

function nameOf ({ name }) {
  return name.slice(0, name.lastIndexOf('@'))
}

async function startDynalite (tree) {
  const port = await freePort()
  const program = path.join(tree, 'node_modules', 'dynalite', 'cli.js')
  const { stop } = await startProgram(process.execPath, [program, '--port', String(port), '--createTableMs', '0'], { port })
  const environment = { ENDPOINT: `http://127.0.0.1:${port}`, AWS_REGION: 'us-east-1', AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' }
  return { stop, environment }
}
