// How does a response wait for the store, and what may go out while it waits?
// @ts-check
'use strict'

const onHeaders = require('on-headers')
const debug = require('./debug')

/** @typedef {import('./exchange')} Exchange */

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

  const originalEnd = res.end
  const originalWrite = res.write
  let ended = false

  res.end = function end (/** @type {any} */ chunk, /** @type {any} */ encoding) {
    if (ended) return false
    ended = true
    const ending = new HeldEnding(res, originalWrite, originalEnd, chunk, encoding)
    const waits = exchange.commit(() => ending.release())
    return waits ? ending.hold() : originalEnd.call(res, chunk, encoding)
  }
}

/**
 * The end of a response that waits for the store. What the client may have now is sent at once; the last byte of a
 * response of known length is held back, so that the client does not take it for complete.
 */
class HeldEnding {
  /**
   * @param {any} res
   * @param {Function} write the `write` that `res` had
   * @param {Function} end the `end` that `res` had
   * @param {any} chunk
   * @param {any} encoding
   */
  constructor (res, write, end, chunk, encoding) {
    this.res = res
    this.write = write
    this.end = end
    this.chunk = chunk
    this.encoding = encoding
    /** Whether `chunk` has been handed to the response. */
    this.sent = false
    /** What `res.end` returns. @type {unknown} */
    this.result = undefined
  }

  /** Ends the response: the store has answered. */
  release () {
    if (this.sent) {
      this.end.call(this.res)
      return
    }
    this.sent = true
    this.result = this.end.call(this.res, this.chunk, this.encoding)
  }

  /**
   * Sends what may go out before the store has answered.
   *
   * @returns {unknown} what `res.end` returns
   */
  hold () {
    const { res } = this
    // The store answered at once.
    if (this.sent) return this.result
    if (!res._header) res._implicitHeader()
    if (this.chunk == null) return true

    if (Number(res.getHeader('Content-Length')) > 0) {
      const bytes = Buffer.isBuffer(this.chunk) ? this.chunk : Buffer.from(this.chunk, this.encoding)
      this.chunk = bytes
      this.encoding = undefined
      if (bytes.length !== 0) {
        debug('split response')
        this.chunk = bytes.subarray(-1)
        return this.write.call(res, bytes.subarray(0, -1))
      }
    }

    const result = this.write.call(res, this.chunk, this.encoding)
    this.sent = true
    return result
  }
}

module.exports = { intercept }
