// Where does a Redis server of a test run, how does it crash, and what does it have when it is back?
'use strict'

const { execFile, spawn, spawnSync } = require('node:child_process')
const { once } = require('node:events')
const { mkdtemp, rm } = require('node:fs/promises')
const net = require('node:net')
const os = require('node:os')
const path = require('node:path')
const { setTimeout: wait } = require('node:timers/promises')
const { promisify } = require('node:util')

const execute = promisify(execFile)

// What a test is to be skipped for, if anything.
const missing = ['redis-server', 'redis-cli'].find((program) => spawnSync(program, ['--version']).status !== 0)
const skip = missing !== undefined && `${missing} is not installed here`

class RedisServer {
  /**
   * A server in a folder of its own, which go when the test ends.
   *
   * @param {import('node:test').TestContext} t
   * @param {string[]} settings
   */
  static async started (t, settings = []) {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'cluster-redis-'))
    const server = new RedisServer(folder, await freePort(), settings)
    t.after(async () => {
      await server.crash()
      await rm(folder, { recursive: true })
    })
    await server.start()
    return server
  }

  constructor (folder, port, settings) {
    this.port = port
    this.url = `redis://127.0.0.1:${port}`
    this.args = [
      '--port', String(port), '--bind', '127.0.0.1', '--dir', folder,
      // Every write is on disk before it is answered.
      '--save', '', '--appendonly', 'yes', '--appendfsync', 'always', ...settings
    ]
  }

  async start () {
    this.process = spawn('redis-server', this.args, { stdio: ['ignore', 'pipe', 'inherit'] })
    this.closed = once(this.process, 'close')
    const ready = 'Ready to accept connections'
    let log = ''
    for await (const chunk of this.process.stdout.setEncoding('utf8').iterator({ destroyOnReturn: false })) {
      log += chunk
      if (log.includes(ready)) break
    }
    if (!log.includes(ready)) throw new Error(`redis-server did not start:\n${log}`)
    this.process.stdout.resume()
  }

  /** Ends it without a chance to write anything more. */
  async crash () {
    this.process.kill('SIGKILL')
    await this.closed
  }

  async command (...args) {
    const { stdout } = await execute('redis-cli', ['-p', String(this.port), ...args])
    return stdout.trim()
  }
}

// The nodes of a Redis Cluster talk to one another on a second port, this one plus 10000.
async function freePort () {
  for (;;) {
    const server = net.createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address()
    server.close()
    await once(server, 'close')
    if (port + 10000 < 65536) return port
  }
}

/** Makes one Redis Cluster of servers that were started with `--cluster-enabled yes`. */
async function join (servers) {
  const addresses = servers.map(({ port }) => `127.0.0.1:${port}`)
  await execute('redis-cli', ['--cluster', 'create', ...addresses, '--cluster-replicas', '0', '--cluster-yes'])
  for (const server of servers) {
    while (!(await server.command('cluster', 'info')).includes('cluster_state:ok')) await wait(50)
  }
}

module.exports = { RedisServer, join, skip }
