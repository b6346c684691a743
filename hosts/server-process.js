// Where does a program serve that runs in a process of its own, and how long did it take to start?
'use strict'

const { spawn } = require('node:child_process')

/**
 * A program of the application, with the binary and the flags that run it.
 * @typedef {{ program: string, args: string[], cwd: string, env?: Record<string, string> }} Command
 */

/**
 * Starts a server that prints a line of JSON when it listens.
 *
 * @param {Command} command
 * @returns {Promise<{ announced: any, stop: () => Promise<void> }>}
 */
async function startServer (command) {
  const { child, firstLine, closed } = started(command)
  const stop = () => {
    child.kill('SIGKILL')
    return closed
  }
  try {
    return { announced: JSON.parse(await firstLine), stop }
  } catch (error) {
    await stop()
    throw error
  }
}

/**
 * Runs a program that prints how long it was at work, and measures its process from the start to that line.
 *
 * @param {Command} command
 * @returns {Promise<{ wholeMs: number, ownMs: number }>}
 */
async function timedStart (command) {
  const start = performance.now()
  const { firstLine, closed } = started(command)
  const ownMs = Number(await firstLine)
  const wholeMs = performance.now() - start
  await closed
  return { wholeMs, ownMs }
}

function started ({ program, args, cwd, env }) {
  // What a terminal or a test runner was set up for is none of the application's business.
  const { NODE_OPTIONS, NODE_TEST_CONTEXT, DEBUG, ...inherited } = process.env
  const child = spawn(program, args, { cwd, env: { ...inherited, NO_COLOR: '1', ...env }, stdio: ['ignore', 'pipe', 'pipe'] })
  const printed = { stdout: '', stderr: '' }
  const closed = new Promise((resolve) => child.on('close', resolve))
  const firstLine = new Promise((resolve, reject) => {
    for (const name of Object.keys(printed)) {
      child[name].setEncoding('utf8').on('data', (chunk) => {
        printed[name] += chunk
        if (printed.stdout.includes('\n')) resolve(printed.stdout.split('\n')[0])
      })
    }
    child.on('error', reject)
    child.on('close', (code) => reject(new Error(`it ended with code ${code}: ${printed.stderr || printed.stdout}`)))
  })
  return { child, closed, firstLine }
}

module.exports = { startServer, timedStart }
