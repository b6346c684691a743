// How does the text of requests get into the core and out of it?
// @ts-check
'use strict'

const { TextEncoder } = require('util')
const { started } = require('./instance')

const built = { instantiate: require('../dist/common/glue.cjs'), compile: require('../dist/common/wasm.cjs') }
const encoder = new TextEncoder()
const NO_BUFFER = Buffer.alloc(0)

/** From this length on text is long. */
const LONG = 512

/** The buffer in wasm memory through which the text of every request crosses, without an allocation for each string. */
let buffer = NO_BUFFER

/** The module that every application needs. */
const common = started(built, () => { buffer = NO_BUFFER })

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
  const address = common.running().reserveText(length)
  if (address === 0) throw new RangeError(`no memory for ${length} bytes of text`)
  buffer = Buffer.from(common.memory().buffer, address, length)
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

module.exports = { common, put, take, takeOrThrow }
