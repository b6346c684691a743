// How does the shim reach the Rust core? This is the only file that loads WebAssembly.
// @ts-check
'use strict'

if (typeof WebAssembly === 'undefined') {
  throw new Error('express-session-wasm needs WebAssembly, which this host lacks or has switched off')
}
if (typeof globalThis.crypto?.getRandomValues !== 'function') {
  throw new Error('express-session-wasm needs globalThis.crypto.getRandomValues (Node.js 20 or later has it)')
}

const glue = require('./dist/glue.cjs')
const compile = require('#wasm')

glue.initSync({ module: compile() })

/**
 * Text crosses into Rust as UTF-8, which has no form for a lone surrogate.
 *
 * @param {string} text
 * @returns {string} `text`
 * @throws {URIError} where encodeURIComponent throws it
 */
function wellFormed (text) {
  if (!text.isWellFormed()) throw new URIError('URI malformed')
  return text
}

module.exports = {
  .../** @type {{ NoId: any, Flag: any, Fact: any, HeaderAction: any, EndAction: any }} */ (glue.codes()),
  SessionCookie: glue.SessionCookie,
  digestId: glue.digestId,
  endAction: glue.endAction,
  generateSessionId: glue.generateSessionId,
  headerAction: glue.headerAction,
  resolveOptions: glue.resolveOptions,
  serializeCookie: glue.serializeCookie,
  wellFormed
}
