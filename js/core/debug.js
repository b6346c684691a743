// What may debug output say? Steps and short digests; never a session id, a secret or a cookie.
// @ts-check
'use strict'

const debug = require('debug')('express-session')
const { digestId } = require('./calls')

/**
 * Prints a message under `DEBUG=express-session`.
 *
 * @param {string} message
 * @param {unknown} [id] a session id, shown as a digest that differs from process to process
 */
module.exports = function (message, id) {
  if (!debug.enabled) return
  if (arguments.length === 1) debug(message)
  else debug('%s %s', message, typeof id === 'string' ? digestOf(id) : typeof id)
}

/** @param {string} id */
function digestOf (id) {
  try {
    return digestId(id)
  } catch {
    // No request may fail for a line of debug output.
    return 'an id'
  }
}
