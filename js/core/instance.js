// Which instance of a module of the Rust core runs, and what if it fails? The only file that loads WebAssembly.
// @ts-check
'use strict'

const { hasRandomSource } = require('./random')

if (typeof WebAssembly === 'undefined') {
  throw new Error('express-session-wasm needs WebAssembly, which this host lacks or has switched off')
}
if (!hasRandomSource()) {
  throw new Error('express-session-wasm needs crypto.getRandomValues, which this host lacks or has switched off')
}

/**
 * What the build makes of one module of the core.
 * @template Glue
 * @typedef {{ instantiate: (isRunning: () => boolean) => Glue, compile: () => WebAssembly.Module }} Built
 */

/**
 * Starts a module of the core.
 *
 * @template {{ initSync: (given: { module: WebAssembly.Module }) => { memory: WebAssembly.Memory } }} Glue
 * @param {Built<Glue>} built
 * @param {() => void} [forget] lets go of what points into the memory of an instance that has failed
 * @throws {Error} where the host does not allow it
 */
function started ({ instantiate, compile }, forget = () => {}) {
  const compiled = attempted(compile)
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

  attempted(start)

  /**
   * A call of the core that outlives a failure of it: WebAssembly that has trapped is in an unknown state, and one that ran
   * out of stack holds on to what it was using, so that the next call gets a new instance.
   *
   * Within a call the core is in the middle of something, and text of that call is in its memory. An application can get
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
    forget()
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

  return {
    /** What was made in one generation is of no use in the next. */
    currentGeneration: () => failures,
    guarded,
    /** The memory of the instance that runs now; not to be kept. */
    memory: () => memory,
    /** The instance that runs now; not to be kept. */
    running: () => glue
  }
}

/**
 * A step of starting WebAssembly, which is there but may be forbidden. V8 reserves 10 GB of addresses for its memory, most of
 * it guard pages that are never used; under a limit of addresses Node.js 20 and 22 fail, later versions do without.
 *
 * @template Result
 * @param {() => Result} step
 * @returns {Result}
 */
function attempted (step) {
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
 * The glue trusts its callers: what has no length would have it write anywhere in the memory of the module.
 *
 * @param {string} value
 * @returns {string} `value`
 * @throws {TypeError} for what is no text
 */
function text (value) {
  if (typeof value !== 'string') throw new TypeError('text must be a string')
  return value
}

module.exports = { started, text }
