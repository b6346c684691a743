// What is left of a response that an error handler is to answer instead?
// @ts-check
'use strict'

/** What describes a body that is not sent after all, how to keep it, what to call it, or where to go instead. */
const DESCRIBING = new RegExp(`^(?:${[
  'content-(?!security-policy)', 'accept-ranges$', '(?:.+-)?digest$', 'last-modified$', 'link$', '(?:x-)?sourcemap$', 'trailer$', 'transfer-encoding$',
  'age$', '(?:.+-)?cache-control$', 'etag$', 'expires$', '(?:no-)?vary(?:-search)?$', 'pragma$', 'surrogate-',
  'location$', 'refresh$',
  // by which a proxy is told to send something else, or to keep it
  'x-accel-', 'x-lighttpd-', 'x-litespeed-', 'x-reproxy-', 'x-sendfile'
].join('|')})`, 'i')

/**
 * Takes back what an application has said of its answer.
 *
 * @param {any} res a response of which nothing has gone out
 */
function reset (res) {
  res.statusCode = 200
  if (!res.stream) res.statusMessage = ''
  // Node.js begins anew with each call.
  res.addTrailers?.({})
  const names = res.getHeaderNames?.() ?? []
  for (const name of names) {
    if (DESCRIBING.test(name)) res.removeHeader(name)
  }
}

module.exports = { reset }
