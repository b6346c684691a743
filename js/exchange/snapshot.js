// What does a session hold, and does it still hold that?
// @ts-check
'use strict'

const { isBigIntObject, isBooleanObject, isBoxedPrimitive, isNumberObject, isStringObject } = require('node:util').types

/**
 * What JSON.stringify would write of a session without its cookie, as a list: keys, strings, numbers, booleans and null
 * as they are, and the brackets. Two sessions have the same list exactly when they have the same JSON, and a list
 * takes a fraction of the time, because no text is made of it.
 * @typedef {unknown[]} Snapshot
 */

const OBJECT = Symbol('{')
const ARRAY = Symbol('[')
const END = Symbol('end')

/** The mark of a snapshot that is one text: what lies this deep is left to JSON.stringify, cycles above all. */
const TEXT = Symbol('text')
const MAX_DEPTH = 100

/**
 * @param {any} session a Session, or a record as a store gives it
 * @returns {Snapshot}
 * @throws {TypeError} for what JSON.stringify throws it: a BigInt, a cycle; also where the session converts to undefined
 * @throws {RangeError} for what is too deep for JSON.stringify
 * @throws what `toJSON` of a value throws
 */
function snapshot (session) {
  const walk = new Walk(session)
  const isWhole = visitSession(walk, session)
  return isWhole ? walk.tokens : [TEXT, textOf(session)]
}

/**
 * @param {any} session
 * @param {Snapshot | undefined} tokens
 * @returns {boolean} whether a snapshot of `session` would be `tokens`
 * @throws what `snapshot` throws, unless a difference comes first
 */
function matches (session, tokens) {
  if (tokens === undefined) return false
  if (tokens[0] === TEXT) return textOf(session) === tokens[1]
  const walk = new Walk(session, tokens)
  return visitSession(walk, session) && walk.index === tokens.length
}

/** @param {any} session */
function textOf (session) {
  return JSON.stringify(session, /** @this {any} */ function (key, value) {
    return this === session && key === 'cookie' ? undefined : value
  })
}

/** A walk through a session: makes a list of tokens, or compares with one. */
class Walk {
  /**
   * @param {unknown} session
   * @param {Snapshot} [tokens] what to compare with
   */
  constructor (session, tokens) {
    this.session = session
    this.compares = tokens !== undefined
    /** @type {Snapshot} */
    this.tokens = tokens || []
    this.index = 0
    this.objectsInherit = Object.keys(Object.prototype).length > 0
  }

  /**
   * @param {unknown} token
   * @returns {boolean} whether to walk on
   */
  accept (token) {
    if (this.compares) return this.tokens[this.index++] === token
    this.tokens.push(token)
    return true
  }
}

// The rules below are ECMA-262 25.5.2.2 SerializeJSONProperty to 25.5.2.6 SerializeJSONArray. Each function returns
// false as soon as a token differs, or where the session is too deep to walk.

/**
 * @param {Walk} walk
 * @param {any} session
 * @returns {boolean}
 */
function visitSession (walk, session) {
  const value = converted('', session)
  if (isLeftOut(value)) throw new TypeError('the session cannot be serialized: it converts to undefined')
  return visitValue(walk, value, 0)
}

/**
 * @param {Walk} walk
 * @param {string} key
 * @param {any} property
 * @param {number} depth
 * @returns {boolean}
 */
function visitProperty (walk, key, property, depth) {
  if (isToken(property)) return walk.accept(key) && walk.accept(property)
  const value = converted(key, property)
  return isLeftOut(value) || (walk.accept(key) && visitValue(walk, value, depth))
}

/**
 * @param {Walk} walk
 * @param {any} value converted, and not left out
 * @param {number} depth
 * @returns {boolean}
 */
function visitValue (walk, value, depth) {
  if (isToken(value)) return walk.accept(value)
  if (typeof value === 'number') return walk.accept(null)
  if (typeof value === 'bigint') throw new TypeError('Do not know how to serialize a BigInt')
  if (depth === MAX_DEPTH) return false
  return Array.isArray(value) ? visitArray(walk, value, depth + 1) : visitObject(walk, value, depth + 1)
}

/**
 * @param {Walk} walk
 * @param {any} object
 * @param {number} depth
 */
function visitObject (walk, object, depth) {
  if (!walk.accept(OBJECT)) return false
  // Nearly every name is the object's own; asking for each takes longer than the rest of the walk.
  const inherits = walk.objectsInherit || Object.getPrototypeOf(object) !== Object.prototype
  for (const key in object) {
    if (inherits && !Object.hasOwn(object, key)) continue
    if (key === 'cookie' && object === walk.session) continue
    if (!visitProperty(walk, key, object[key], depth)) return false
  }
  return walk.accept(END)
}

/**
 * @param {Walk} walk
 * @param {any[]} array
 * @param {number} depth
 */
function visitArray (walk, array, depth) {
  if (!walk.accept(ARRAY)) return false
  const { length } = array
  for (let index = 0; index < length; index++) {
    const value = converted(index, array[index])
    if (!visitValue(walk, isLeftOut(value) ? null : value, depth)) return false
  }
  return walk.accept(END)
}

/**
 * @param {any} value
 * @returns {boolean} whether a value stands in a snapshot as it is
 */
function isToken (value) {
  return typeof value === 'string' || (typeof value === 'number' && Number.isFinite(value)) ||
    typeof value === 'boolean' || value === null
}

/**
 * @param {string | number} key
 * @param {any} value
 * @returns {any} what `toJSON` makes of a value, and the primitive in an object that holds one
 */
function converted (key, value) {
  if (isToken(value) || value === undefined) return value
  if (typeof value.toJSON === 'function' && typeof value !== 'symbol') value = value.toJSON(String(key))
  return isPlain(value) || !isBoxedPrimitive(value) ? value : unboxed(value)
}

/**
 * Spares most objects the question whether they hold a primitive, which is the dearest one here.
 *
 * @param {any} value
 */
function isPlain (value) {
  return typeof value === 'object' && value !== null &&
    (Object.getPrototypeOf(value) === Object.prototype || Array.isArray(value))
}

/** @param {any} value */
function unboxed (value) {
  if (isNumberObject(value)) return Number(value)
  if (isStringObject(value)) return String(value)
  if (isBooleanObject(value)) return Boolean.prototype.valueOf.call(value)
  if (isBigIntObject(value)) return BigInt.prototype.valueOf.call(value)
  return value
}

/** @param {unknown} value */
function isLeftOut (value) {
  return value === undefined || typeof value === 'function' || typeof value === 'symbol'
}

module.exports = { matches, snapshot }
