// What does a program print, and does it succeed?

import { spawn } from 'node:child_process'
import { root } from './project.mjs'

/**
 * Runs a program to its end with nothing on its standard input, so that it cannot wait for an answer.
 * `text` is all it printed, `stdout` only what it printed there.
 */
export function run (program, args, env = process.env) {
  return new Promise((resolve) => {
    const child = spawn(program, args, { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'], shell: needsShell(program) })
    let text = ''
    let stdout = ''
    child.stdout.setEncoding('utf8').on('data', (chunk) => { text += chunk; stdout += chunk })
    child.stderr.setEncoding('utf8').on('data', (chunk) => { text += chunk })
    child.on('error', (error) => resolve({ ok: false, missing: error.code === 'ENOENT', text: error.message, stdout }))
    child.on('close', (code) => resolve({ ok: code === 0, missing: false, text, stdout }))
  })
}

// npm is a batch file on Windows
function needsShell (program) {
  return process.platform === 'win32' && program === 'npm'
}

/** A failure whose message is all the reader needs: no stack trace belongs beside it. */
export class Failure extends Error {}

/** Runs a program that has to succeed, and gives back what it printed on standard output. */
export async function succeed (program, args, { env, hint, missingHint = hint } = {}) {
  const result = await run(program, args, env)
  if (result.ok) return result.stdout
  const lines = result.missing
    ? [`${program} is not installed.`, missingHint]
    : [`${program} ${args.join(' ')} failed:`, result.text.trimEnd(), hint]
  throw new Failure(lines.filter(Boolean).join('\n'))
}

/** Runs the body of a command of this project: a failure ends it with its message and a non-zero exit code. */
export async function main (body) {
  try {
    await body()
  } catch (error) {
    console.error(error instanceof Failure ? error.message : error)
    process.exitCode = 1
  }
}
