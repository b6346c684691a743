// What did an application ask for in `session(options)`?
// @ts-check
'use strict'

const core = require('./core/calls')
const { attributesOf } = require('./core/attributes')
const Cookie = /** @type {any} */ (require('./session/cookie'))

/**
 * Checks the options and fills in what is missing; the rules are the core's.
 *
 * @param {any} options
 * @param {any} store
 * @param {(message: string) => void} deprecate
 * @returns {{ name: string, policy: number, concurrency: 'last-write' | 'merge' | 'reject' }}
 * @throws {TypeError} for a wrong option
 */
function resolveOptions (options, store, deprecate) {
  const {
    clearOnDestroy, concurrency, cookie, genid, merge, onSaveError, prefetch, resave, resign, saveUninitialized, rolling, storeTimeout,
    unset, user, secret
  } = options
  const [[resaveMessage, saveUninitializedMessage, secretMessage], error, name, policy, concurrencyMode] = core.resolveOptions({
    genidIsFunction: genid ? typeof genid === 'function' : undefined,
    name: nameOf(options),
    resave: resave === undefined ? undefined : Boolean(resave),
    saveUninitialized: saveUninitialized === undefined ? undefined : Boolean(saveUninitialized),
    rolling: Boolean(rolling),
    unset: unset ? textOf(unset) : undefined,
    secrets: Array.isArray(secret) ? secret.length : secret ? 1 : undefined,
    secretIsUndefined: secret === undefined && 'secret' in Object(options),
    resign: Boolean(resign),
    onSaveError: onSaveError === undefined ? undefined : textOf(onSaveError),
    storeTouches: typeof store.touch === 'function',
    storeAnswers: typeof store.get === 'function' || typeof store.on === 'function',
    storeTimeout: spanOf(storeTimeout),
    clearOnDestroy: Boolean(clearOnDestroy),
    prefetch: prefetch === undefined ? undefined : textOf(prefetch),
    userIsFunction: user == null ? undefined : typeof user === 'function',
    concurrency: concurrency === undefined ? undefined : textOf(concurrency),
    mergesByFunctions: merge === undefined ? undefined : holdsFunctions(merge)
  })
  // depd warns once for each line that calls it, so every deprecation needs a line of its own.
  if (resaveMessage) deprecate(resaveMessage)
  if (saveUninitializedMessage) deprecate(saveUninitializedMessage)
  if (secretMessage) deprecate(secretMessage)
  if (error) throw new TypeError(error)
  const wrong = cookie && typeof cookie !== 'function' && faultOf(name, cookie)
  if (wrong) deprecate(`cookie option: ${wrong}; no response can carry it`)
  return { name, policy, concurrency: concurrencyMode }
}

/**
 * @param {any} options
 * @returns {{ policy?: import('./core/policy'), touchAfter?: number }} how long sessions may live, and how seldom the store may hear of them;
 *   undefined where nothing says so
 * @throws {TypeError} for a wrong option
 */
function livesOf ({ absoluteTimeout, cookie, idleTimeout, probation, touchAfter, user }) {
  const hasPolicy = absoluteTimeout != null || idleTimeout != null || probation != null || user != null
  if (!hasPolicy && touchAfter == null) return {}
  // Not before: with it a second WebAssembly module starts.
  const Policy = require('./core/policy')
  const maxAge = typeof cookie === 'function' ? undefined : cookie?.maxAge
  // Also for `touchAfter` alone: it has to agree with the rest.
  const policy = new Policy({
    absoluteTimeout: spanOf(absoluteTimeout),
    idleTimeout: spanOf(idleTimeout),
    probation: spanOf(probation),
    touchAfter: spanOf(touchAfter),
    maxAge: typeof maxAge === 'number' ? maxAge : undefined
  })
  return { policy: hasPolicy ? policy : undefined, touchAfter: spanOf(touchAfter) }
}

/** @param {unknown} value */
function spanOf (value) {
  return value == null ? undefined : numberOf(value)
}

/** @param {unknown} value */
function numberOf (value) {
  return typeof value === 'number' ? value : NaN
}

/**
 * Finds attributes that no response can carry. Those that a function gives are found when it has given them.
 *
 * @param {string} name
 * @param {any} options
 * @returns {string | undefined} what is wrong with the first of them
 * @throws {TypeError} for those of which no cookie can be made: every request would fail
 */
function faultOf (name, options) {
  const cookie = new Cookie(withoutDateAsMaxAge(options))
  // As before each response; it makes a Date of a number in `expires`, which many write who mean `maxAge`.
  cookie.maxAge = cookie.originalMaxAge
  const { data } = cookie
  if (data.sameSite === 'auto') data.sameSite = undefined
  try {
    core.serializeCookie(name, '', attributesOf(data))
    return undefined
  } catch (error) {
    if (error instanceof TypeError) return error.message
    throw error
  }
}

/**
 * A Date as `maxAge` is deprecated, which Cookie says when a session is made, and means the same as `expires`.
 *
 * @param {any} options
 */
function withoutDateAsMaxAge (options) {
  if (!(options.maxAge instanceof Date)) return options
  /** @type {any} */
  const attributes = {}
  // The order counts: of `expires` and `maxAge` the later one wins.
  for (const key in options) attributes[key === 'maxAge' ? 'expires' : key] = options[key]
  return attributes
}

/**
 * @param {unknown} value
 * @returns {string} a text that is no option where `value` is not a text
 */
function textOf (value) {
  return typeof value === 'string' ? value : ''
}

/**
 * @param {unknown} value
 * @returns {boolean} whether it is an object that holds functions alone
 */
function holdsFunctions (value) {
  return typeof value === 'object' && value !== null && Object.values(value).every((each) => typeof each === 'function')
}

/** @param {any} options */
function nameOf ({ name, key }) {
  const given = name || key
  return given ? String(given) : undefined
}

module.exports = { livesOf, resolveOptions }
