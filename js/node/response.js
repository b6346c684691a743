// How does a response wait for the store, and what may go out while it waits?
// @ts-check
'use strict'

// Bound now: tests replace the global one by a clock that stands still.
const { setTimeout } = require('node:timers')
const { isUint8Array } = require('node:util').types
const onHeaders = require('on-headers')
const debug = require('../core/debug')

/** @typedef {import('../exchange/exchange')} Exchange */

/**
 * Takes part in a response: `exchange.beforeHeaders` runs when its headers are about to go out, and the response ends
 * when what `exchange.commit` starts is done.
 *
 * @param {any} res a response, or what stands in for one; nothing of it is called until it ends
 * @param {Exchange} exchange
 */
function intercept (res, exchange) {
  onHeaders(res, function () {
    exchange.beforeHeaders()
  })

  const ending = new Ending(res, exchange)
  res.end = function end (/** @type {any} */ chunk, /** @type {any} */ encoding, /** @type {any} */ callback) {
    if (typeof chunk === 'function') return ending.end(undefined, undefined, chunk)
    if (typeof encoding === 'function') return ending.end(chunk, undefined, encoding)
    return ending.end(chunk, encoding, callback)
  }
}

/** How far the end of a response has come. */
const Phase = {
  /** The application has not ended it. */
  Open: 0,
  /** The store is being called. */
  Asking: 1,
  /** The store has answered while it was called. */
  Answered: 2,
  /** It waits for the store. */
  Held: 3,
  /** It was handed to Node.js. */
  Ended: 4,
  /** It is left to the error handler. */
  Left: 5,
  /** The store needs to hear no more of it: the next end goes to Node.js. */
  Free: 6
}

/**
 * How long the error handler may take until it begins to answer, in milliseconds. Where `next` resolves a promise (Next.js,
 * koa-connect) there is none: an error that comes later is heard by nobody.
 */
const ERROR_HANDLER_MS = 5000

/** What a response says of a body that is not sent after all. */
const BODY_HEADERS = ['Content-Encoding', 'Content-Length', 'Content-Range', 'ETag', 'Last-Modified']

/**
 * The end of a response. While it waits for the store, what the client may have now is sent; the last byte of a
 * response of known length is held back, so that the client does not take it for complete.
 */
class Ending {
  /**
   * @param {any} res
   * @param {Exchange} exchange
   */
  constructor (res, exchange) {
    this.res = res
    this.exchange = exchange
    this.originalEnd = res.end
    this.originalWrite = res.write
    this.phase = Phase.Open
    /** What is left to be sent. @type {any} */
    this.chunk = undefined
    /** @type {any} */
    this.encoding = undefined
    /** @type {any} */
    this.callback = undefined
  }

  /**
   * @param {any} chunk
   * @param {any} encoding
   * @param {any} callback
   * @returns {unknown} what `res.end` returns
   * @throws what Node.js throws for a chunk or headers that it refuses
   */
  end (chunk, encoding, callback) {
    const { exchange, phase } = this
    if (this.isEnding()) return this.endAgain(callback)
    this.chunk = chunk
    this.encoding = encoding
    this.callback = callback
    if (phase !== Phase.Open || exchange.failed) return this.finish(Phase.Free)
    if (!isBody(chunk, encoding)) return this.endUnchecked()

    this.phase = Phase.Asking
    const waits = exchange.commit(() => this.release())
    if (exchange.leavesAnswer && !isErrorPage(this.res) && !hasSentHeaders(this.res)) return this.leave()
    return waits && this.phase === Phase.Asking ? this.hold() : this.finish(Phase.Free)
  }

  /** Whether another end would be one too many. */
  isEnding () {
    const { exchange, phase } = this
    return phase !== Phase.Open && phase !== Phase.Free && !(phase === Phase.Left && exchange.told)
  }

  /** The store has answered. */
  release () {
    if (this.phase === Phase.Asking) this.phase = Phase.Answered
    else if (this.phase === Phase.Held) this.finish(Phase.Free)
  }

  /**
   * Hands the rest to Node.js.
   *
   * @param {number} otherwise the phase to be in when Node.js refuses it
   */
  finish (otherwise) {
    this.phase = Phase.Ended
    try {
      return this.originalEnd.call(this.res, this.chunk, this.encoding, this.callback)
    } catch (error) {
      this.phase = otherwise
      throw error
    }
  }

  /** Ends with what Node.js refuses, most likely: then the response is still open. */
  endUnchecked () {
    const result = this.finish(Phase.Open)
    this.exchange.commit(() => {})
    return result
  }

  /** Sends what may go out before the store has answered. */
  hold () {
    const { res } = this
    this.phase = Phase.Held
    try {
      if (!hasSentHeaders(res)) res.writeHead(res.statusCode)
      if (this.chunk != null) this.sendPart()
    } catch (error) {
      this.phase = Phase.Free
      throw error
    }
    return res
  }

  sendPart () {
    const { originalWrite, res } = this
    const isSplit = Number(res.getHeader('Content-Length')) > 0
    const chunk = isSplit ? bytesOf(this.chunk, this.encoding) : this.chunk
    const encoding = isSplit ? undefined : this.encoding
    this.chunk = this.encoding = undefined
    if (isSplit && chunk.length > 0) {
      debug('split response')
      // Not a view: some hosts take the memory of what they send.
      this.chunk = Buffer.from([chunk[chunk.length - 1]])
      originalWrite.call(res, chunk.subarray(0, -1))
    } else {
      originalWrite.call(res, chunk, encoding)
    }
  }

  /** Leaves the response to the application's error handler: nothing of it has gone out. */
  leave () {
    const { callback, res } = this
    this.phase = Phase.Left
    this.chunk = this.encoding = this.callback = undefined
    if (typeof callback === 'function') res.once('finish', callback)
    for (const name of BODY_HEADERS) res.removeHeader?.(name)
    setTimeout(() => this.endForNobody(), ERROR_HANDLER_MS).unref()
    return res
  }

  /** Ends a response that was left to an error handler that does not answer. */
  endForNobody () {
    const { res } = this
    if (this.phase !== Phase.Left || hasSentHeaders(res)) return
    res.statusCode = 500
    this.finish(Phase.Free)
  }

  /** @param {any} callback */
  endAgain (callback) {
    const { res } = this
    if (typeof callback === 'function') {
      if (this.phase === Phase.Ended) this.originalEnd.call(res, callback)
      else res.once('finish', callback)
    }
    return res
  }
}

/**
 * What answers an error already is not to be replaced by another error's answer.
 *
 * @param {any} res
 */
function isErrorPage (res) {
  return res.statusCode >= 400
}

/**
 * Frameworks give `headersSent` meanings of their own (@fastify/express), but HTTP/2 has nothing else.
 *
 * @param {any} res
 * @returns {boolean}
 */
function hasSentHeaders (res) {
  return Boolean('_header' in res ? res._header : res.headersSent)
}

/**
 * @param {string | Uint8Array} chunk
 * @param {BufferEncoding} [encoding]
 */
function bytesOf (chunk, encoding) {
  return Buffer.isBuffer(chunk) ? chunk : Buffer.from(/** @type {string} */ (chunk), encoding)
}

/**
 * @param {any} chunk
 * @param {any} encoding
 * @returns {boolean} whether Node.js takes it for the last chunk of a body
 */
function isBody (chunk, encoding) {
  if (chunk == null || isUint8Array(chunk)) return true
  return typeof chunk === 'string' && (!encoding || Buffer.isEncoding(encoding))
}

module.exports = { intercept }
