// Where does a Redis server of our own run for as long as it is needed?
'use strict'

const { spawn } = require('node:child_process')
const { once } = require('node:events')
const { mkdtemp, rm } = require('node:fs/promises')
const os = require('node:os')
const path = require('node:path')
const { setTimeout: wait } = require('node:timers/promises')
const { freePort } = require('../../tests/kit/free-port')

/**
 * Starts redis-server on a free loopback port in a folder of its own.
 *
 * @returns {Promise<{ port: number, version: string, stop: () => Promise<void> } | undefined>} undefined if there is none
 */
async function startRedis () {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'bench-redis-'))
  const port = await freePort()
  const child = spawn('redis-server', [
    '--port', String(port), '--bind', '127.0.0.1', '--dir', folder, '--save', '', '--appendonly', 'no'
  ], { stdio: ['ignore', 'pipe', 'ignore'] })
  let text = ''
  child.stdout.on('data', (chunk) => { text += chunk })
  const closed = once(child, 'close').catch(() => {})
  // Also where nobody is left to stop it.
  const end = () => child.kill()
  process.once('exit', end)
  const stop = async () => {
    process.off('exit', end)
    child.kill()
    await closed
    await rm(folder, { recursive: true, force: true })
  }
  for (let attempt = 0; attempt < 100 && child.pid && child.exitCode === null; attempt++) {
    if (text.includes('Ready to accept connections')) {
      return { port, version: /version=([\d.]+)/i.exec(text)?.[1] ?? 'unknown', stop }
    }
    await wait(50)
  }
  await stop()
  return undefined
}

module.exports = { startRedis }
