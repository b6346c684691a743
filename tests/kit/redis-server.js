// Where does a Redis server of our own run, how does it crash, and what does it have when it is back?
'use strict'

const { execFile, spawn, spawnSync } = require('node:child_process')
const { once } = require('node:events')
const { mkdtemp, rm } = require('node:fs/promises')
const os = require('node:os')
const path = require('node:path')
const { setTimeout: wait } = require('node:timers/promises')
const { promisify } = require('node:util')
const { freePort } = require('./free-port')

const execute = promisify(execFile)

/** Loses everything when it ends. */
const inMemory = ['--appendonly', 'no']

/** Every write is on disk before it is answered. */
const onDisk = ['--appendonly', 'yes', '--appendfsync', 'always']

const isInstalled = (program) => spawnSync(program, ['--version']).status === 0

// What a test is to be skipped for, if anything.
const missing = ['redis-server', 'redis-cli'].find((program) => !isInstalled(program))
const skip = missing !== undefined && `${missing} is not installed here`

/** A server on a free port of the loopback interface, in a folder of its own. */
class RedisServer {
  /**
   * One that ends with a test.
   *
   * @param {import('node:test').TestContext} t
   * @param {string[]} settings
   */
  static async started (t, settings = []) {
    const server = await RedisServer.create([...onDisk, ...settings])
    t.after(() => server.stop())
    await server.start()
    return server
  }

  static async create (settings) {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'redis-'))
    // The nodes of a Redis Cluster talk to one another on a second port, this one plus 10000.
    return new RedisServer(folder, await freePort((port) => port + 10000 < 65536), settings)
  }

  constructor (folder, port, settings) {
    this.folder = folder
    this.port = port
    this.url = `redis://127.0.0.1:${port}`
    this.args = ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, '--save', '', ...settings]
    /** As it says itself. */
    this.version = 'unknown'
    // Also where nobody is left to stop it.
    this.end = () => this.process.kill('SIGKILL')
  }

  async start () {
    this.process = spawn('redis-server', this.args, { stdio: ['ignore', 'pipe', 'inherit'] })
    this.closed = once(this.process, 'close')
    process.once('exit', this.end)
    const ready = 'Ready to accept connections'
    let log = ''
    for await (const chunk of this.process.stdout.setEncoding('utf8').iterator({ destroyOnReturn: false })) {
      log += chunk
      if (log.includes(ready)) break
    }
    if (!log.includes(ready)) throw new Error(`redis-server did not start:\n${log}`)
    this.version = /version=([\d.]+)/i.exec(log)?.[1] ?? this.version
    this.process.stdout.resume()
  }

  /** Ends it without a chance to write anything more. */
  async crash () {
    process.off('exit', this.end)
    this.end()
    await this.closed
  }

  /** Ends it, with all that it has kept. */
  async stop () {
    if (this.process) await this.crash()
    await rm(this.folder, { recursive: true, force: true })
  }

  async command (...args) {
    const { stdout } = await execute('redis-cli', ['-p', String(this.port), ...args])
    return stdout.trim()
  }
}

/** @returns {Promise<RedisServer | undefined>} one that runs until it is stopped; undefined if there is none on this machine */
async function startRedis () {
  if (!isInstalled('redis-server')) return undefined
  const server = await RedisServer.create(inMemory)
  try {
    await server.start()
  } catch (error) {
    await server.stop()
    throw error
  }
  return server
}

/** Makes one Redis Cluster of servers that were started with `--cluster-enabled yes`. */
async function join (servers) {
  const addresses = servers.map(({ port }) => `127.0.0.1:${port}`)
  await execute('redis-cli', ['--cluster', 'create', ...addresses, '--cluster-replicas', '0', '--cluster-yes'])
  for (const server of servers) {
    while (!(await server.command('cluster', 'info')).includes('cluster_state:ok')) await wait(50)
  }
}

module.exports = { RedisServer, join, skip, startRedis }
