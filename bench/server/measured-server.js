// What is measured of one server, and how?
'use strict'

const { Program } = require('./program')
const { requestText } = require('./workloads')
const { cookieHeader, secret, smallSession } = require('../measure/visitors')

const connections = 32

/**
 * One turn of a server.
 * @typedef {object} Turn
 * @property {number} perSecond requests that were answered
 * @property {number} p50 milliseconds
 * @property {number} p99 milliseconds
 * @property {number} processor microseconds of processor time of the server's process for each request
 */

/** A server of one workload with the sessions of one module or with none, and visitors who are signed in. */
class Server {
  /**
   * @param {import('./workloads').Workload} workload
   * @param {string | undefined} session file of the module
   * @param {{ binary: string, redisPort?: number, counting?: boolean }} place
   */
  static async start (workload, session, { binary, redisPort, counting = false }) {
    const { express, heavy, options, store } = workload
    const settings = {
      express,
      session,
      options: { secret, resave: false, saveUninitialized: false, ...options },
      visitor: smallSession,
      redisPort: store === 'redis' ? redisPort : undefined,
      heavy,
      counting
    }
    const { program, first: { port } } = await Program.start('app.js', [JSON.stringify(settings)], binary)
    try {
      const visitors = await Promise.all(Array.from({ length: connections }, () => signIn(port, Boolean(session))))
      await verify(port, visitors[0])
      return new Server(program, port, visitors.map((cookies) => requestText(workload, cookies)))
    } catch (error) {
      await program.stop()
      throw error
    }
  }

  constructor (program, port, requests) {
    this.program = program
    this.port = port
    this.requests = requests
  }

  /**
   * Answers until the compiler has had its say: by processor time, for on a busy machine a second may be little.
   *
   * @param {Program} load
   * @param {number} milliseconds of processor time
   */
  async warmUp (load, milliseconds) {
    const piece = Math.min(milliseconds, 300)
    for (let left = milliseconds * 1000; left > 0;) left -= (await this.during(load, piece, 'processor')).processor
  }

  /**
   * @param {Program} load
   * @param {number} milliseconds
   * @returns {Promise<Turn>}
   */
  async turn (load, milliseconds) {
    const { answered, processor, ...found } = await this.during(load, milliseconds, 'processor')
    return { ...found, processor: processor / answered }
  }

  /** Writes to the socket for each response; of a server that counts them. */
  async writesPerResponse (load, milliseconds) {
    const { answered, writes } = await this.during(load, milliseconds, 'writes')
    return writes / answered
  }

  async during (load, milliseconds, counter) {
    await load.ask(['connect', { port: this.port, requests: this.requests }])
    const before = await this.program.ask(counter)
    const found = await load.ask(['go', { milliseconds }])
    const after = await this.program.ask(counter)
    return { ...found, [counter]: after[counter] - before[counter] }
  }

  stop () {
    return this.program.stop()
  }
}

/** Signs a visitor in, and gives the Cookie header of later requests: the session cookie among four of other origin. */
async function signIn (port, hasSessions) {
  const { setCookie } = await visit(port, '/login', cookieHeader())
  const [, value] = /^connect\.sid=([^;]+)/.exec(setCookie ?? '') ?? []
  if (hasSessions !== Boolean(value)) throw new Error('a log-in did not set the cookie that it should')
  return cookieHeader(value && decodeURIComponent(value))
}

/** What is read has to be of the visitor's session, and what is modified has to be saved; else there is nothing to measure. */
async function verify (port, cookies) {
  const { content: { signedIn } } = await visit(port, '/account', cookies)
  await visit(port, '/count', cookies)
  const { content: { views } } = await visit(port, '/views', cookies)
  if (!signedIn || views !== smallSession.views + 1) throw new Error(`a session was lost: ${JSON.stringify({ signedIn, views })}`)
}

async function visit (port, path, cookie) {
  const answer = await fetch(`http://127.0.0.1:${port}${path}`, { headers: { cookie } })
  if (answer.status !== 200) throw new Error(`${path} has status ${answer.status}`)
  return { setCookie: answer.headers.get('set-cookie'), content: await answer.json() }
}

module.exports = { Server, connections }
