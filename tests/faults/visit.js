// What happens in one request: to the client, to the application, and to the process?
'use strict'

/** What takes longer will not happen any more; express-session 1.19.0 keeps many clients waiting for ever. */
const PATIENCE = process.env.SESSION_MODULE === 'express-session' ? 150 : 5000

/** What the process heard since the request began: nobody else could catch it. */
const unheard = { crashes: [], rejections: [] }

/**
 * @typedef {object} Seen
 * @property {number} passed how often `next` was called without an error
 * @property {Error[]} errors what `next` was given
 * @property {unknown[]} thrown what came out of the middleware or of the handler
 * @property {unknown[]} crashes
 * @property {unknown[]} rejections
 * @property {number} finishes how often the response finished
 * @property {import('./lines').Outcome} [outcome] none: the client waited in vain
 */

/**
 * @typedef {object} Visit
 * @property {(req: any, res: any, next: (error?: any) => void) => void} middleware
 * @property {(req: any, res: any) => any} handle
 * @property {import('./lines').Name} [server] default: http
 * @property {string} [method]
 * @property {string} [cookie]
 * @property {(seen: Seen) => boolean} [isOver] whether there is no more to wait for once the client has its answer
 */

function watchProcess () {
  process.on('uncaughtException', (error) => unheard.crashes.push(error))
  process.on('unhandledRejection', (error) => unheard.rejections.push(error))
}

/**
 * Starts a request. `leave` makes its client go away, and waits until the server knows.
 *
 * @param {import('./lines')} lines
 * @param {Visit} visit
 * @returns {{ seen: Promise<Seen>, leave: () => Promise<void> }}
 */
function visit (lines, { middleware, handle, server = 'http', method, cookie, isOver = () => true }) {
  unheard.crashes = []
  unheard.rejections = []
  const seen = { passed: 0, errors: [], thrown: [], finishes: 0, outcome: undefined, ...unheard }
  let closed

  lines.listener = (req, res) => {
    // Of a HEAD request that is aborted, the response of node:http2 does not tell.
    closed = new Promise((resolve) => (req.stream ?? res).once('close', () => setImmediate(resolve)))
    res.on('finish', () => { seen.finishes += 1 })
    const fail = (failure) => {
      seen.thrown.push(failure)
      res.destroy()
    }
    const next = async (error) => {
      try {
        if (!error) {
          seen.passed += 1
          return await handle(req, res)
        }
        seen.errors.push(error)
        if (res.headersSent) return
        res.statusCode = 500
        res.end(String(error.message))
      } catch (failure) {
        fail(failure)
      }
    }
    try {
      middleware(req, res, next)
    } catch (failure) {
      fail(failure)
    }
  }

  const exchange = lines.send(server, { method, cookie })
  const leave = () => {
    exchange.leave()
    return closed
  }
  return { seen: watch(exchange, seen, isOver), leave }
}

async function watch (exchange, seen, isOver) {
  seen.outcome = await Promise.race([exchange.answered, pause(PATIENCE)])
  if (!seen.outcome) exchange.leave()
  for (let waited = 0; waited < PATIENCE && !isOver(seen); waited += 5) await pause(5)
  // for what comes once too often
  await pause(2)
  return seen
}

function pause (ms) {
  // Nobody waits for the last one that is not needed any more.
  return new Promise((resolve) => setTimeout(resolve, ms).unref())
}

module.exports = { visit, watchProcess }
