// Where do random bytes come from? Not every context has a global `crypto`: not those of node:vm and of older test
// environments, and none where Node.js runs with --no-experimental-global-webcrypto.
// @ts-check
'use strict'

/**
 * Fills bytes; what the core asks for each session id.
 *
 * @param {Uint8Array} bytes
 */
function getRandomValues (bytes) {
  const source = randomSource()
  if (!source) throw new Error('this host has no crypto.getRandomValues')
  source.getRandomValues(bytes)
}

/** @returns {boolean} whether there is a source, as far as that can be told at once */
function hasRandomSource () {
  // Node.js loads its Web Crypto, which takes a while, when the property is first read: not while this module loads.
  return Object.getOwnPropertyDescriptor(globalThis, 'crypto')?.get !== undefined || randomSource() !== undefined
}

/** @returns {{ getRandomValues: Function } | undefined} */
function randomSource () {
  const { crypto } = globalThis
  return typeof crypto?.getRandomValues === 'function' ? crypto : ofNode()
}

function ofNode () {
  try {
    return require('crypto').webcrypto
  } catch {
    // a Node.js that was built without it
    return undefined
  }
}

module.exports = { getRandomValues, hasRandomSource }
