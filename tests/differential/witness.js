'use strict'

// What happens outside of any call that a scenario makes: deprecations, warnings, uncaught errors?
//
// Load this file before the modules under test: it takes the place of depd and the console for them.

const Module = require('node:module')

const { describe } = require('./describe')

let log = () => {}

// depd speaks once per call site, and call sites are file positions; here every call counts.
const load = Module._load
Module._load = function (request, ...rest) {
  const loaded = load.call(this, request, ...rest)
  return request === 'depd' ? watchedDepd(loaded) : loaded
}

function watchedDepd (depd) {
  return namespace => namespace === 'express-session'
    ? message => log('deprecated', message)
    : depd(namespace)
}

console.warn = (...args) => log('console.warn', args.map(String).join(' '))
// Connect and Express print the stack of an error that nobody took
console.error = stack => log('console.error', String(stack).split('\n', 1)[0])
process.on('deprecation', ({ namespace, message }) => log('deprecated', `${namespace} ${message}`))
process.on('uncaughtException', error => log('uncaught', describe(error)))
process.on('unhandledRejection', reason => log('unhandled rejection', describe(reason)))

// At most one run is witnessed at a time.
function witness (to) {
  log = to
}

module.exports = { witness }
