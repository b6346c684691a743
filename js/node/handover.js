// What is left of a response that an error handler is to answer instead?
// @ts-check
'use strict'

/** What describes a body that is not sent after all, how to keep it, what to call it, or where to go instead. */
const DESCRIBING = /^(?:content-(?!security-policy)|(?:.+-)?cache-control$|surrogate-|x-accel-|x-sendfile|(?:.+-)?digest$|(?:accept-ranges|age|etag|expires|last-modified|link|location|pragma|refresh|trailer|transfer-encoding|vary)$)/i

/**
 * Takes back what an application has said of its answer.
 *
 * @param {any} res a response of which nothing has gone out
 */
function reset (res) {
  res.statusCode = 200
  if (!res.stream) res.statusMessage = ''
  const names = res.getHeaderNames?.() ?? []
  for (const name of names) {
    if (DESCRIBING.test(name)) res.removeHeader(name)
  }
}

module.exports = { reset }
