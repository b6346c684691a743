// Did a form come from a page of ours?
'use strict'

const { randomBytes, timingSafeEqual } = require('node:crypto')

/** The token of a session: its forms carry it, and no other site can read it. */
function tokenOf (session) {
  session.csrf ??= randomBytes(24).toString('base64url')
  return session.csrf
}

/** Middleware: refuses a form without the token of its session. */
function check (req, res, next) {
  if (isSame(req.session.csrf, req.body?.csrf)) {
    next()
  } else {
    const message = 'This form does not belong to your session. It may have expired: go back to the page and try again.'
    next(Object.assign(new Error(message), { status: 403, expose: true }))
  }
}

function isSame (expected, given) {
  if (typeof expected !== 'string' || typeof given !== 'string') return false
  const [left, right] = [Buffer.from(expected), Buffer.from(given)]
  return left.length === right.length && timingSafeEqual(left, right)
}

module.exports = { check, tokenOf }
