'use strict'

// Does `npm start` end when it is told to, and everything that it started with it?

const { spawn } = require('node:child_process')
const { once } = require('node:events')
const net = require('node:net')
const path = require('node:path')
const { test } = require('node:test')
const assert = require('node:assert/strict')

const inTime = { timeout: 60_000, skip: process.platform === 'win32' && 'Windows knows no signals' }
const END_MS = 5000

// A supervisor tells npm; a terminal tells all that it started. Whoever gives SIGINT to npm alone is not heard: npm gives
// it to a shell that waits for its command and keeps it to itself.
for (const [whom, signal] of [['npm alone', 'SIGTERM'], ['all processes', 'SIGTERM'], ['all processes', 'SIGINT']]) {
  test(`${signal} to ${whom} ends the server, though a browser is connected`, inTime, async (t) => {
    const { PORT, SESSION_SECRET, NODE_TEST_CONTEXT, ...inherited } = process.env
    const npm = spawn('npm', ['start'], {
      cwd: path.join(__dirname, '..', '..'),
      env: { ...inherited, PORT: '0' },
      // a process group of its own, as in a terminal
      detached: true,
      stdio: ['ignore', 'pipe', 'inherit']
    })
    t.after(() => { try { process.kill(-npm.pid, 'SIGKILL') } catch { /* it has ended */ } })

    const port = await portOf(npm)
    const browser = net.connect(port, '127.0.0.1').on('error', () => {}).resume()
    browser.write('GET / HTTP/1.1\r\nHost: demo\r\n\r\n')
    await once(browser, 'data')
    const isOver = once(browser, 'close', { signal: AbortSignal.timeout(END_MS) })
    const start = performance.now()
    process.kill(whom === 'npm alone' ? npm.pid : -npm.pid, signal)
    await isOver
    while (await answers(port)) assert.ok(performance.now() - start < END_MS, 'the server is still there')
  })
}

async function portOf ({ stdout }) {
  let text = ''
  for await (const chunk of stdout.setEncoding('utf8').iterator({ destroyOnReturn: false })) {
    text += chunk
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
