// What does a session hold, and does it still hold that?
// @ts-check
'use strict'

const { isBigIntObject, isBooleanObject, isBoxedPrimitive, isNumberObject, isStringObject } = require('util').types
const { MAX_DEPTH, lastKeys, rememberedKeys } = require('./key-lists')

/**
 * What JSON.stringify would write of a session without its cookie, as a list: for an object the list of its keys, for
 * an array its mark and its length, and then what it holds; strings, numbers, booleans and null as they are. Two sessions
 * have the same list exactly when they have the same JSON, and a list takes a fraction of the time, because no text is
 * made of it. What is too large or too deep for a list has the SHA-256 of its JSON instead.
 * @typedef {unknown[] | string} Snapshot
 */

const ARRAY = Symbol('[')

/** Where a walk has come to that found a difference. */
const DIFFERS = -1

/**
 * How long a list may get. This is 128 kB, all that a waiting request holds for it; V8 treats larger arrays apart, at a
 * price. A session of 100 kB takes half of it. What has more tokens for its size as JSON (a cycle, a sparse array, arrays
 * that share their elements) is left to JSON.stringify long before it can hurt.
 */
const MOST_TOKENS = 16_384

/**
 * How many numbers an array may have in a list. Nothing is as small as they are (8 bytes in an array, and a list takes 8 to
 * 24 for each), so it is many numbers for which a list would be larger than the session.
 */
const MOST_NUMBERS = 256

/**
 * @param {any} session a Session, or a record as a store gives it
 * @param {number} [mostTokens] how long a list may get
 * @returns {Snapshot}
 * @throws {TypeError} for what JSON.stringify throws it: a BigInt, a cycle; also where the session converts to undefined
 * @throws {RangeError} for what is too deep or too large for JSON.stringify
 * @throws what `toJSON` of a value throws
 */
function snapshot (session, mostTokens = MOST_TOKENS) {
  /** @type {unknown[]} */
  const tokens = []
  const isWhole = note(tokens, root(session), 0, new Walk(session, mostTokens)) && tokens.length <= mostTokens
  if (!isWhole) return digestOf(session)
  // An array that grew has room for half as much again, and may be held for long.
  return tokens.length > 32 ? tokens.slice() : tokens
}

/**
 * @param {any} session
 * @param {Snapshot | undefined} kept
 * @returns {boolean} whether a snapshot of `session` would be `kept`
 * @throws what `snapshot` throws, unless a difference comes first
 */
function matches (session, kept) {
  if (kept === undefined) return false
  if (typeof kept === 'string') return digestOf(session) === kept
  return follow(kept, 0, root(session), new Walk(session)) === kept.length
}

/** @param {any} session */
function digestOf (session) {
  const text = textOf(session)
  if (text === undefined) throw convertsToUndefined()
  // Few sessions come here, and no process has to load this before one does.
  return require('crypto').createHash('sha256').update(text).digest('base64')
}

/**
 * @param {any} session
 * @returns {string | undefined}
 */
function textOf (session) {
  const isOrdinary = typeof session.toJSON !== 'function' && !Array.isArray(session) &&
    !isBoxedPrimitive(session) && !isRawJSON(session)
  if (isOrdinary) {
    const { cookie, ...data } = session
    return JSON.stringify(data)
  }
  // Asks about every property at every depth, which takes twice the time.
  return JSON.stringify(session, /** @this {any} */ function (key, value) {
    return this === session && key === 'cookie' ? undefined : value
  })
}

/** What has to be known all the way through a session. */
class Walk {
  /**
   * @param {any} session
   * @param {number} [mostTokens]
   */
  constructor (session, mostTokens = 0) {
    this.session = session
    this.mostTokens = mostTokens
    /** Whether an application gave all objects a name that `for in` finds. */
    this.objectsInherit = hasNames(Object.prototype)
    /** Whether it gave one to all sessions. */
    this.sessionInherits = hasNames(Object.getPrototypeOf(session))
  }

  /**
   * Whether the names of an object have to be looked at. Nearly every name is the object's own; asking for each takes
   * longer than the rest of the walk.
   *
   * @param {any} object
   */
  mayPassOver (object) {
    return this.objectsInherit || object === this.session || Object.getPrototypeOf(object) !== Object.prototype
  }

  /**
   * @param {any} object
   * @param {string} key
   */
  passesOver (object, key) {
    if (object === this.session) {
      if (key === 'cookie') return true
      if (!this.sessionInherits) return false
    }
    return !Object.hasOwn(object, key)
  }
}

/** @param {any} object */
function hasNames (object) {
  // eslint-disable-next-line no-unreachable-loop
  for (const _ in object) return true
  return false
}

/** @param {any} session */
function root (session) {
  const value = converted('', session)
  if (isLeftOut(value)) throw convertsToUndefined()
  return value
}

function convertsToUndefined () {
  return new TypeError('the session cannot be serialized: it converts to undefined')
}

// The rules below are ECMA-262 25.5.2.2 SerializeJSONProperty to 25.5.2.6 SerializeJSONArray, twice: `note` and its like
// make a list, and return false for what is none; `follow` and its like go along one, and return where they have come to.
// One walk for both, which asks at every token what to do with it, takes half as long again.

/**
 * @param {unknown[]} tokens
 * @param {any} value converted, and not left out
 * @param {number} depth
 * @param {Walk} walk
 * @returns {boolean}
 */
function note (tokens, value, depth, walk) {
  if (typeof value !== 'object' || value === null) {
    tokens.push(token(value))
    return true
  }
  if (depth === MAX_DEPTH || tokens.length > walk.mostTokens) return false
  return Array.isArray(value) ? noteArray(tokens, value, depth + 1, walk) : noteObject(tokens, value, depth, walk)
}

/**
 * @param {unknown[]} tokens
 * @param {any} object
 * @param {number} depth
 * @param {Walk} walk
 * @returns {boolean}
 */
function noteObject (tokens, object, depth, walk) {
  const expected = lastKeys[depth]
  /** @type {string[] | undefined} */
  let others
  let count = 0
  const mayPassOver = walk.mayPassOver(object)
  if (mayPassOver && isRawJSON(object)) return noteRawJSON(tokens, object)
  const place = tokens.push(expected) - 1
  for (const key in object) {
    if (mayPassOver && walk.passesOver(object, key)) continue
    let value = object[key]
    if (!isToken(value)) {
      value = converted(key, value)
      if (isLeftOut(value)) continue
    }
    if (others !== undefined || count === expected.length || expected[count] !== key) {
      if (count > walk.mostTokens) return false
      if (others === undefined) others = expected.slice(0, count)
      others.push(key)
    }
    count++
    if (typeof value === 'string') tokens.push(value)
    else if (!note(tokens, value, depth + 1, walk)) return false
  }
  if (others === undefined && count < expected.length) others = expected.slice(0, count)
  if (others !== undefined) tokens[place] = rememberedKeys(others, depth)
  return true
}

/**
 * @param {unknown[]} tokens
 * @param {any} value
 */
function noteRawJSON (tokens, value) {
  const primitive = unwrapped(value)
  if (primitive === value) return false
  tokens.push(primitive)
  return true
}

/**
 * @param {unknown[]} tokens
 * @param {any[]} array
 * @param {number} depth of its elements
 * @param {Walk} walk
 * @returns {boolean}
 */
function noteArray (tokens, array, depth, walk) {
  const { length } = array
  // Before a loop that would take as long as the length of a sparse array says.
  if (length > walk.mostTokens - tokens.length) return false
  if (length > MOST_NUMBERS && typeof array[0] === 'number') return false
  tokens.push(ARRAY, length)
  for (let index = 0; index < length; index++) {
    let value = array[index]
    if (isToken(value)) {
      tokens.push(value)
      continue
    }
    value = converted(index, value)
    if (!note(tokens, isLeftOut(value) ? null : value, depth, walk)) return false
  }
  return true
}

/**
 * Needs no limits: what is deeper or longer than the list differs from it.
 *
 * @param {unknown[]} tokens
 * @param {number} at
 * @param {any} value converted, and not left out
 * @param {Walk} walk
 * @returns {number}
 */
function follow (tokens, at, value, walk) {
  if (typeof value !== 'object' || value === null) return tokens[at] === token(value) ? at + 1 : DIFFERS
  return Array.isArray(value) ? followArray(tokens, at, value, walk) : followObject(tokens, at, value, walk)
}

/**
 * @param {unknown[]} tokens
 * @param {number} at
 * @param {any} object
 * @param {Walk} walk
 * @returns {number}
 */
function followObject (tokens, at, object, walk) {
  const mayPassOver = walk.mayPassOver(object)
  if (mayPassOver && isRawJSON(object)) return tokens[at] === unwrapped(object) ? at + 1 : DIFFERS
  const keys = tokens[at++]
  if (!Array.isArray(keys)) return DIFFERS
  let count = 0
  for (const key in object) {
    if (mayPassOver && walk.passesOver(object, key)) continue
    let value = object[key]
    // Strings are most, and compared faster where the compiler knows that they are strings.
    if (typeof value === 'string') {
      if (count === keys.length || keys[count++] !== key || tokens[at++] !== value) return DIFFERS
      continue
    }
    if (isToken(value)) {
      if (count === keys.length || keys[count++] !== key || tokens[at++] !== value) return DIFFERS
      continue
    }
    value = converted(key, value)
    if (isLeftOut(value)) continue
    if (count === keys.length || keys[count++] !== key) return DIFFERS
    at = follow(tokens, at, value, walk)
    if (at === DIFFERS) return DIFFERS
  }
  return count === keys.length ? at : DIFFERS
}

/**
 * @param {unknown[]} tokens
 * @param {number} at
 * @param {any[]} array
 * @param {Walk} walk
 * @returns {number}
 */
function followArray (tokens, at, array, walk) {
  const { length } = array
  if (tokens[at++] !== ARRAY || tokens[at++] !== length) return DIFFERS
  for (let index = 0; index < length; index++) {
    let value = array[index]
    if (isToken(value)) {
      if (tokens[at++] !== value) return DIFFERS
      continue
    }
    value = converted(index, value)
    at = follow(tokens, at, isLeftOut(value) ? null : value, walk)
    if (at === DIFFERS) return DIFFERS
  }
  return at
}

/**
 * @param {any} value
 * @returns {boolean} whether a value stands in a snapshot as it is
 */
function isToken (value) {
  return typeof value === 'string' || (typeof value === 'number' && Number.isFinite(value)) ||
    typeof value === 'boolean' || value === null
}

/** @param {unknown} value converted, not left out, and no object */
function token (value) {
  if (typeof value === 'number') return Number.isFinite(value) ? value : null
  if (typeof value === 'bigint') throw new TypeError('Do not know how to serialize a BigInt')
  return value
}

/**
 * @param {string | number} key
 * @param {any} value
 * @returns {any} what `toJSON` makes of a value, and the primitive in an object that holds one
 */
function converted (key, value) {
  if (typeof value === 'object' ? value === null : typeof value !== 'function' && typeof value !== 'bigint') return value
  if (typeof value.toJSON === 'function') value = value.toJSON(String(key))
  return typeof value === 'object' && isBoxedPrimitive(value) ? unboxed(value) : value
}

/** @param {any} value */
function unboxed (value) {
  if (isNumberObject(value)) return Number(value)
  if (isStringObject(value)) return String(value)
  if (isBooleanObject(value)) return Boolean.prototype.valueOf.call(value)
  if (isBigIntObject(value)) return BigInt.prototype.valueOf.call(value)
  return value
}

/**
 * @param {any} value
 * @returns {boolean} whether JSON.stringify writes a text that is in the value; Node.js 22 and later have that
 */
function isRawJSON (value) {
  // None of these inherits anything, which is quickly asked.
  return Object.getPrototypeOf(value) === null && /** @type {any} */ (JSON).isRawJSON?.(value) === true
}

/**
 * @param {{ rawJSON: string }} value
 * @returns {unknown} the primitive of which JSON.stringify makes the same text, or the value where there is none: `1.0`
 */
function unwrapped (value) {
  const primitive = JSON.parse(value.rawJSON)
  return JSON.stringify(primitive) === value.rawJSON ? primitive : value
}

/** @param {unknown} value */
function isLeftOut (value) {
  return value === undefined || typeof value === 'function' || typeof value === 'symbol'
}

module.exports = { matches, snapshot }
