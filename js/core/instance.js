// Which instance of the Rust core runs, and how does text get into it and out of it? The only file that loads WebAssembly.
// @ts-check
'use strict'

const { hasRandomSource } = require('./random')

if (typeof WebAssembly === 'undefined') {
  throw new Error('express-session-wasm needs WebAssembly, which this host lacks or has switched off')
}
if (!hasRandomSource()) {
  throw new Error('express-session-wasm needs crypto.getRandomValues, which this host lacks or has switched off')
}

const { TextEncoder } = require('util')
const instantiate = require('../dist/glue.cjs')
const compile = require('../dist/wasm.cjs')

/**
 * A session cookie with its secrets, in the memory of an instance.
 * @typedef {InstanceType<ReturnType<typeof instantiate>['SessionCookie']>} SessionCookie
 */

/** How long sessions live, and of which the store was told. @typedef {InstanceType<ReturnType<typeof instantiate>['Lifetime']>} Lifetime */

/** @typedef {InstanceType<ReturnType<typeof instantiate>['Touches']>} Touches */

/** @typedef {ReturnType<typeof instantiate>} Glue */

const compiled = started(compile)
const encoder = new TextEncoder()
const NO_BUFFER = Buffer.alloc(0)

/** From this length on text is long. */
const LONG = 512

/** How many instances have failed. */
let failures = 0
/** Whether the last instance is among them. */
let hasFailed = false
/** Whether a call of the core is running. */
let isBusy = false

/** The instance that runs. @type {Glue} */
let glue
/** @type {WebAssembly.Memory} */
let memory
/** The buffer in wasm memory through which the text of every request crosses, without an allocation for each string. */
let buffer = NO_BUFFER

started(start)

/**
 * A step of starting WebAssembly, which is there but may be forbidden. V8 reserves 10 GB of addresses for its memory, most of
 * it guard pages that are never used; under a limit of addresses Node.js 20 and 22 fail, later versions do without.
 *
 * @template Result
 * @param {() => Result} step
 * @returns {Result}
 */
function started (step) {
  try {
    return step()
  } catch (cause) {
    const remedy = cause instanceof RangeError
      ? ': it reserves 10 GB of addresses, more than this process may have (see ulimit -v). Raise that limit, ' +
        'or start Node.js with NODE_OPTIONS=--disable-wasm-trap-handler, which reserves less'
      : ', which this host or its policy forbids'
    throw new Error(`express-session-wasm cannot start WebAssembly${remedy} (${cause})`, { cause })
  }
}

/**
 * Hands text to the core. Until the core has read it, no code of an application may run: it could hand over another.
 *
 * @param {string} text
 * @returns {number} its length in bytes of UTF-8
 */
function put (text) {
  // A UTF-16 unit takes three bytes at most. A buffer whose memory has grown is detached and has no length.
  const room = text.length * 3
  if (buffer.length < room) map(room)
  // Each is faster where it is used, for text beyond ASCII several times.
  return text.length < LONG ? encoder.encodeInto(text, buffer).written : buffer.write(text)
}

/**
 * Takes text that the core left.
 *
 * @param {number} length in bytes of UTF-8
 * @param {number} [from] where it begins
 * @returns {string}
 */
function take (length, from = 0) {
  const end = from + length
  if (buffer.length < end) map(end)
  return buffer.toString('utf8', from, end)
}

/**
 * @param {number} room in bytes
 * @throws {RangeError} when there is no memory for it
 */
function map (room) {
  const length = Math.max(room, 4096)
  const address = glue.reserveText(length)
  if (address === 0) throw new RangeError(`no memory for ${length} bytes of text`)
  buffer = Buffer.from(memory.buffer, address, length)
}

/**
 * Takes text that the core left, or the reason why there is none.
 *
 * @param {number} length in bytes of UTF-8; -1 less it for a reason
 * @param {ErrorConstructor | TypeErrorConstructor} Failure
 * @returns {string}
 * @throws {Error} a `Failure`
 */
function takeOrThrow (length, Failure) {
  if (length < 0) throw new Failure(take(-1 - length))
  return take(length)
}

/**
 * A call of the core that outlives a failure of it: WebAssembly that has trapped is in an unknown state, and one that ran
 * out of stack holds on to what it was using, so that the next call gets a new instance.
 *
 * Within a call the core is in the middle of something, and text of that call is in the buffer. An application can get
 * there: in the place of `crypto.getRandomValues` may be a function of its own.
 *
 * @template {any[]} Args
 * @template Result
 * @param {(...args: Args) => Result} call
 * @returns {(...args: Args) => Result}
 */
function guarded (call) {
  return (...args) => {
    if (isBusy) throw new Error('the WebAssembly core was called while it was running')
    try {
      isBusy = true
      if (hasFailed) restart()
      return call(...args)
    } catch (error) {
      if (!(error instanceof WebAssembly.RuntimeError) && !(error instanceof RangeError)) throw error
      hasFailed = true
      failures++
      throw new Error('the WebAssembly core failed; it starts anew', { cause: error })
    } finally {
      isBusy = false
    }
  }
}

function restart () {
  // First, for there may not be memory for two.
  buffer = NO_BUFFER
  glue = memory = /** @type {any} */ (undefined)
  start()
  hasFailed = false
}

function start () {
  const generation = failures
  // What is left of an instance that failed must not be called, also not when what it held is collected.
  glue = instantiate(() => failures === generation)
  memory = glue.initSync({ module: compiled }).memory
}

/**
 * What was made in one generation is of no use in the next.
 *
 * @returns {number}
 */
function currentGeneration () {
  return failures
}

/** The instance that runs now; not to be kept. */
function running () {
  return glue
}

module.exports = { currentGeneration, guarded, put, running, take, takeOrThrow }
