// What happens to a visitor whose cookie has a signature that the server never made?
'use strict'

const express = require('express')
const { COOKIE_NAME } = require('./sessions')
const { sentCookie } = require('./sent-cookie')

// Where the browser keeps its true cookie meanwhile: the server needs no memory for it.
const KEPT_NAME = 'demo.kept'

/** @param {import('./visits').Setting} setting */
function forgery ({ module: { base } }) {
  const router = express.Router()

  router.post('/forge', (req, res) => {
    const sent = sentCookie(req.headers, COOKIE_NAME)
    answer(req, res, [[COOKIE_NAME, forged(sent)], [KEPT_NAME, sent]])
  })

  router.post('/restore', (req, res, next) => {
    const kept = keptCookie(req.headers)
    if (kept === undefined) return next()
    answer(req, res, [[COOKIE_NAME, kept], [KEPT_NAME, '', 'Max-Age=0']])
  })

  function answer (req, res, cookies) {
    // The session stays in the store as it is, and the response sets no cookie of its own.
    req.session = null
    for (const [name, value, ...more] of cookies) {
      res.append('Set-Cookie', [`${name}=${value}`, 'Path=/', 'HttpOnly', 'SameSite=Lax', ...req.secure ? ['Secure'] : [], ...more].join('; '))
    }
    res.redirect(303, `${base}/look`)
  }

  return router
}

/** The same id with a signature that has the right form. */
function forged (sent) {
  return `${sent.slice(0, sent.lastIndexOf('.'))}.${'A'.repeat(43)}`
}

/** A browser can send anything under this name; what does not look like a cookie of ours is not set again. */
function keptCookie (headers) {
  const kept = sentCookie(headers, KEPT_NAME)
  return /^s%3A[\w.%-]+$/.test(kept ?? '') ? kept : undefined
}

module.exports = Object.assign(forgery, { keptCookie })
