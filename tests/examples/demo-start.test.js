'use strict'

// Does `npm start` end when it is told to, and everything that it started with it?

const { spawn, spawnSync } = require('node:child_process')
const { once } = require('node:events')
const net = require('node:net')
const path = require('node:path')
const { test } = require('node:test')
const assert = require('node:assert/strict')

const inTime = { timeout: 60_000, skip: process.platform === 'win32' && 'Windows knows no signals' }
const END_MS = 5000

const { PORT, SESSION_SECRET, NODE_TEST_CONTEXT, ...inherited } = process.env
const settings = {
  cwd: path.join(__dirname, '..', '..'),
  env: { ...inherited, PORT: '0' },
  // a process group of its own, as in a terminal
  detached: true
}

// A supervisor tells npm; a terminal tells all that it started.
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGKILL']) {
  for (const isAlone of [true, false]) {
    test(`${signal} to ${isAlone ? 'npm alone' : 'all processes'} ends the server, though a browser is connected`, inTime, async (t) => {
      const npm = started(t, 'npm', ['start'])
      await ends(await portOf(npm), () => process.kill(isAlone ? npm.pid : -npm.pid, signal))
    })
  }
}

// A shell without a terminal has what it starts in the background ignore SIGINT.
for (const signal of ['SIGTERM', 'SIGINT']) {
  test(`${signal} to an npm that a script started in the background ends the server`, inTime, async (t) => {
    const shell = started(t, 'sh', ['-c', 'npm start & echo "npm is $!"; wait'])
    let npm = 0
    const port = await portOf(shell, (text) => { npm = Number(/npm is (\d+)/.exec(text)?.[1]) })
    await ends(port, () => process.kill(npm, signal))
  })
}

const inTerminal = { ...inTime, skip: (process.platform !== 'linux' || spawnSync('script', ['--version']).error) && 'needs script(1) of Linux' }
test('a terminal that closes ends the server', inTerminal, async (t) => {
  const terminal = started(t, 'script', ['--quiet', '--command', 'npm start', '/dev/null'])
  await ends(await portOf(terminal), () => terminal.kill('SIGKILL'))
})

function started (t, command, args) {
  const child = spawn(command, args, { ...settings, stdio: ['pipe', 'pipe', 'inherit'] })
  t.after(() => { try { process.kill(-child.pid, 'SIGKILL') } catch { /* it has ended */ } })
  return child
}

/** Fails unless the server is gone in time. */
async function ends (port, end) {
  const browser = net.connect(port, '127.0.0.1').on('error', () => {}).resume()
  browser.write('GET / HTTP/1.1\r\nHost: demo\r\n\r\n')
  await once(browser, 'data')
  const isOver = once(browser, 'close', { signal: AbortSignal.timeout(END_MS) })
  const start = performance.now()
  end()
  await isOver
  while (await answers(port)) assert.ok(performance.now() - start < END_MS, 'the server is still there')
}

async function portOf ({ stdout }, hear = (_text) => {}) {
  let text = ''
  for await (const chunk of stdout.setEncoding('utf8').iterator({ destroyOnReturn: false })) {
    text += chunk
    hear(text)
    const port = /http:\/\/127\.0\.0\.1:(\d+)\//.exec(text)?.[1]
    if (port) return Number(port)
  }
  throw new Error(`npm start ended before it listened: ${text}`)
}

function answers (port) {
  return new Promise((resolve) => {
    const socket = net.connect(port, '127.0.0.1', () => { socket.destroy(); resolve(true) })
    socket.on('error', () => resolve(false))
  })
}
