// Which inputs are known to trap, so that the fuzzer leaves them out and says that it did?
'use strict'

const { freshInstance } = require('./instance')

// The glue that wasm-bindgen makes trusts its caller in these; core.js hands over nothing of the kind.
const KNOWN = {
  'texts that are no texts': (glue) => glue.digestId(5),
  'bytes that are no bytes': (glue) => new glue.SessionCookie('a').addSecret({ length: -1 }),
  'room that memory cannot have': (glue) => glue.reserveText(2 ** 32 - 1)
}

/**
 * Tries each, in an instance of its own: a trap spoils it.
 *
 * @returns {Set<string>} names of those that do trap
 */
function knownTraps () {
  return new Set(Object.keys(KNOWN).filter((name) => traps(KNOWN[name])))
}

function traps (provoke) {
  const { glue } = freshInstance()
  try {
    provoke(glue)
    return false
  } catch (error) {
    return error instanceof WebAssembly.RuntimeError
  }
}

module.exports = { knownTraps }
