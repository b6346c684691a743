// What did an application ask for in `session(options)`?
// @ts-check
'use strict'

const core = require('./core')

/**
 * Checks the options and fills in what is missing; the rules are the core's.
 *
 * @param {any} options
 * @param {any} store
 * @param {(message: string) => void} deprecate
 * @returns {{ name: string, resave: boolean, policy: number }}
 * @throws {TypeError} for a wrong option
 */
function resolveOptions (options, store, deprecate) {
  const { genid, resave, saveUninitialized, rolling, unset, secret } = options
  const { deprecated, error, ...resolved } = core.resolveOptions({
    genidIsFunction: genid ? typeof genid === 'function' : undefined,
    name: nameOf(options),
    resave: resave === undefined ? undefined : Boolean(resave),
    saveUninitialized: saveUninitialized === undefined ? undefined : Boolean(saveUninitialized),
    rolling: Boolean(rolling),
    unset: unset ? textOf(unset) : undefined,
    secrets: Array.isArray(secret) ? secret.length : secret ? 1 : undefined,
    storeTouches: typeof store.touch === 'function'
  })
  // depd warns once for each line that calls it, so every deprecation needs a line of its own.
  if (deprecated.resave) deprecate(deprecated.resave)
  if (deprecated.saveUninitialized) deprecate(deprecated.saveUninitialized)
  if (deprecated.secret) deprecate(deprecated.secret)
  if (error) throw new TypeError(error)
  return resolved
}

/**
 * @param {unknown} value
 * @returns {string} a text that is no option where `value` is not a text
 */
function textOf (value) {
  return typeof value === 'string' ? value : ''
}

/** @param {any} options */
function nameOf ({ name, key }) {
  const given = name || key
  return given ? String(given) : undefined
}

module.exports = { resolveOptions }
