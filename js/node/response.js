// How does a response wait for the store? Nothing of what ends it goes out before the store has answered; then all does, in one write.
// @ts-check
'use strict'

// Bound now: tests replace the global ones by a clock that stands still.
const { setImmediate, setTimeout } = require('timers')
const { isUint8Array } = require('util').types
const onHeaders = require('on-headers')
const { Circumstance, FailureAction, failureAction } = require('../core/calls')
const { Commit, commit } = require('../exchange/ending')
const Exchange = require('../exchange/exchange')
const { beforeHeaders } = require('../exchange/headers')
const { errorOf } = require('../session/port')
const { reset } = require('./handover')
const Host = require('./host')
const { keepHeaders, refuseWrite, seal } = require('./seal')


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

/** A response whose end waits for the store. */
class Response extends Host {
  /**
   * Takes part in a response.
   *
   * @param {import('./middleware').Settings} settings
   * @param {unknown[]} secrets
   * @param {import('./request').Request} req with the id that the client sent for its `sessionID`
   * @param {any} res
   * @param {(error?: any) => void} next
   */
  constructor (settings, secrets, req, res, next) {
    super(settings, req, res, next)
    this.exchange = new Exchange(settings, secrets, req, this)
    this.originalEnd = res.end
    this.originalWriteHead = res.writeHead
    this.phase = Phase.Open
    /** In which the application is to run, where it waits for the store. @type {import('async_hooks').AsyncResource | undefined} */
    this.context = undefined
    /** Whether the headers were about to go out, and the exchange has had its say. */
    this.isHeaded = false
    /** Makes the response what it was before it was held. @type {(() => void) | undefined} */
    this.unseal = undefined
    /** @type {any} */
    this.originalWrite = undefined
    /** @type {any} */
    this.originalFlush = undefined
    /** What is left to be sent. @type {any} */
    this.chunk = undefined
    /** @type {any} */
    this.encoding = undefined
    /** @type {any} */
    this.callback = undefined
    this.intercept(res)
  }

  /** @param {any} res */
  intercept (res) {
    const response = this
    res.writeHead = /** @this {any} */ function writeHead (/** @type {any} */ status) {
      return arguments.length === 1 ? response.writeHead(this, status) : response.writeHeadWith(this, arguments)
    }
    res.end = function end (/** @type {any} */ chunk, /** @type {any} */ encoding, /** @type {any} */ callback) {
      if (typeof chunk === 'function') return response.end(undefined, undefined, chunk)
      if (typeof encoding === 'function') return response.end(chunk, undefined, encoding)
      return response.end(chunk, encoding, callback)
    }
  }

  /**
   * What npm on-headers does for `writeHead(status)`, which is how Node.js calls it; in a third of the time.
   *
   * @param {any} res
   * @param {any} status
   */
  writeHead (res, status) {
    res.statusCode = status
    if (!this.isHeaded) {
      this.isHeaded = true
      beforeHeaders(this.exchange)
      // Another listener may have changed it.
      if (typeof status === 'number' && res.statusCode !== status) status = res.statusCode
    }
    return this.originalWriteHead.call(res, status)
  }

  /**
   * @param {any} res
   * @param {IArguments} args with a reason or headers among them
   */
  writeHeadWith (res, args) {
    const head = { writeHead: this.originalWriteHead }
    onHeaders(/** @type {any} */ (head), () => {
      if (this.isHeaded) return
      this.isHeaded = true
      beforeHeaders(this.exchange)
    })
    return /** @type {any} */ (head.writeHead).apply(res, args)
  }

  /**
   * @param {any} chunk
   * @param {any} encoding
   * @param {any} callback
   * @returns {unknown} what `res.end` returns
   * @throws what Node.js throws for a chunk or headers that it refuses
   */
  end (chunk, encoding, callback) {
    const { exchange } = this
    if (this.isEnding()) return this.endAgain(callback)
    this.chunk = chunk
    this.encoding = encoding
    this.callback = callback
    if (this.phase !== Phase.Open) return this.finish(Phase.Free)
    if (!exchange.isSilent) {
      if (!isBody(chunk, encoding)) return this.endUnchecked()
      this.phase = Phase.Asking
      const state = commit(exchange)
      if ((state === Commit.Waits || state === Commit.Deferred) && this.phase === Phase.Asking) return this.hold(state)
    }
    return this.settle()
  }

  /** Whether another end would be one too many. */
  isEnding () {
    const { phase } = this
    return phase !== Phase.Open && phase !== Phase.Free && !(phase === Phase.Left && this.isTold)
  }

  /** Ends with what Node.js refuses, most likely: then the response is still open. */
  endUnchecked () {
    const result = this.finish(Phase.Open)
    commit(this.exchange)
    return result
  }

  /**
   * Keeps the end until the store has answered.
   *
   * @param {number} state a `Commit`
   */
  hold (state) {
    const { res } = this
    this.phase = Phase.Held
    if (!this.hasSentHeaders()) {
      if (!this.isRendered()) {
        this.unseal = seal(res)
        return res
      }
      // What express-session does not hold back Node.js gives a length.
      if (state === Commit.Deferred) res._contentLength = lengthOf(this.chunk, this.encoding)
      try {
        res.writeHead(res.statusCode)
      } catch (error) {
        this.phase = Phase.Free
        throw error
      }
    }
    this.originalWrite = res.write
    this.originalFlush = res.flushHeaders
    res.write = refuseWrite
    if (this.originalFlush) res.flushHeaders = keepHeaders
    return res
  }

  /** Whether headers are to be rendered while the end waits; in HTTP/2 that would send them. */
  isRendered () {
    const { res } = this
    return !this.exchange.isAnswerInHeaders && !res.stream && ('_header' in res || typeof res._implicitHeader === 'function')
  }

  /** The store has answered. */
  release () {
    if (this.phase === Phase.Asking) this.phase = Phase.Answered
    if (this.phase !== Phase.Held) return
    if (this.unseal) this.open()
    else this.loosen()
    try {
      this.settle()
    } catch (error) {
      // What Node.js refuses only now is not the store's to hear.
      this.error ??= errorOf(error)
      this.leave()
    }
  }

  /** Breaks the seal. */
  open () {
    this.unseal?.()
    this.unseal = undefined
  }

  /** Undoes what holding rendered headers took. */
  loosen () {
    const { res } = this
    res.write = this.originalWrite
    if (this.originalFlush) res.flushHeaders = this.originalFlush
  }

  /** The store knows of the session, or will not. */
  settle () {
    const { failure } = this.exchange
    switch (failure === undefined ? FailureAction.Send : failureAction(failure, this.circumstances())) {
      case FailureAction.HandOver: return this.leave()
      case FailureAction.Close: return this.close()
      default: return this.finish(Phase.Free)
    }
  }

  /** @returns {number} sum of `Circumstance` codes */
  circumstances () {
    return (this.exchange.isStrict ? Circumstance.Strict : 0) |
      (this.hasSentHeaders() ? Circumstance.HeadersSent : 0) |
      (this.res.statusCode >= 400 ? Circumstance.ErrorPage : 0)
  }

  /**
   * Frameworks and mocks give `headersSent` meanings of their own (@fastify/express, node-mocks-http), but HTTP/2 has nothing
   * else.
   *
   * @returns {boolean}
   */
  hasSentHeaders () {
    const { res } = this
    if (res.stream) return Boolean(res.headersSent)
    return '_header' in res ? Boolean(res._header) : this.isHeaded
  }

  /**
   * Hands the rest to Node.js.
   *
   * @param {number} otherwise the phase to be in when Node.js refuses it
   */
  finish (otherwise) {
    this.phase = Phase.Ended
    try {
      const result = this.originalEnd.call(this.res, this.chunk, this.encoding, this.callback)
      this.exchange.close()
      return result
    } catch (error) {
      this.phase = otherwise
      throw error
    }
  }

  /** Has the client know that what it has is not the whole. */
  close () {
    const { res } = this
    this.phase = Phase.Ended
    // INTERNAL_ERROR, RFC 9113 7
    if (res.stream?.close) res.stream.close(2)
    else res.destroy?.()
    return res
  }

  /** Leaves the response to the application's error handler. */
  leave () {
    const { callback, res } = this
    this.phase = Phase.Left
    this.chunk = this.encoding = this.callback = undefined
    if (typeof callback === 'function') res.once('finish', callback)
    if (!this.hasSentHeaders()) reset(res)
    // Until the error handler has it: the application goes on behind its end.
    this.unseal = seal(res)
    setTimeout(() => this.endForNobody(), ERROR_HANDLER_MS).unref()
    setImmediate(() => this.pass())
    return res
  }

  pass () {
    if (this.phase === Phase.Left) this.open()
    super.pass()
  }

  /** Ends a response that was left to an error handler that does not answer. */
  endForNobody () {
    const { res } = this
    if (this.phase !== Phase.Left || res.destroyed) return
    if (this.hasSentHeaders()) return res.destroy?.()
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
 * @param {any} chunk
 * @param {any} encoding
 * @returns {boolean} whether Node.js takes it for the last chunk of a body
 */
function isBody (chunk, encoding) {
  if (chunk == null || isUint8Array(chunk)) return true
  return typeof chunk === 'string' && (!encoding || Buffer.isEncoding(encoding))
}

/**
 * @param {any} chunk the whole of a body, or nothing
 * @param {any} encoding
 * @returns {number} its bytes
 */
function lengthOf (chunk, encoding) {
  if (!chunk) return 0
  return typeof chunk === 'string' ? Buffer.byteLength(chunk, encoding) : chunk.length
}

module.exports = Response
