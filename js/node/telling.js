// When may an application hear of an error that comes with the end of its response?
// @ts-check
'use strict'

// Bound now: tests replace the global one by a clock that stands still.
const { setImmediate } = require('timers')
const { isPromise } = require('util').types
const debug = require('../core/debug')

let hasWarned = false

/**
 * Express destroys the socket of an error that comes after the headers, and a turn later than it hears of it: before the
 * response has finished that would cut the body, and once the connection carries another request it would end that one.
 *
 * @param {any} req
 * @param {any} res
 * @param {() => void} act
 */
function whenHarmless (req, res, act) {
  const { stream } = res
  if (!stream && res.writableFinished) return debug('too late for next: the response has finished')
  if ((stream ?? res).destroyed || typeof res.prependOnceListener !== 'function') return setImmediate(act)
  let isOver = false
  const once = () => {
    if (isOver) return
    isOver = true
    act()
  }
  // Node.js goes on to the next request of the connection in a listener of its own.
  res.prependOnceListener('finish', () => {
    spareSocket(req)
    once()
  })
  res.prependOnceListener('close', once)
  // The response of node:http2 does not tell of every end.
  stream?.prependOnceListener('close', once)
}

/**
 * Has a request that is over destroy nothing: its connection is no longer its own.
 *
 * @param {any} req
 */
function spareSocket (req) {
  const { socket } = req
  if (typeof socket?.destroy !== 'function') return
  const spared = Object.create(socket, { destroy: { configurable: true, writable: true, value () { return this } } })
  Object.defineProperty(req, 'socket', { configurable: true, writable: true, value: spared })
}

/**
 * Passes an error on. Some frameworks (@fastify/middie, NestJS on Fastify) throw when `next` is called a second time: here
 * nobody could catch it. Nor what becomes of the promise of a `next` that is asynchronous.
 *
 * @param {(error?: any) => unknown} next
 * @param {Error | undefined} error
 */
function pass (next, error) {
  try {
    const promise = next(error)
    if (isPromise(promise)) promise.then(undefined, warn)
  } catch (thrown) {
    warn(thrown)
  }
}

/** @param {any} thrown */
function warn (thrown) {
  debug('next threw')
  if (hasWarned) return
  hasWarned = true
  process.emitWarning('next(error) threw when it was told of an error of the session', {
    type: 'SessionWarning', code: 'EXPRESS_SESSION_NEXT_THREW', detail: String(thrown?.stack ?? thrown)
  })
}

module.exports = { pass, whenHarmless }
