// How does a site change its secret while visitors are there?
'use strict'

const { randomBytes } = require('node:crypto')
const express = require('express')

// Each secret that is kept is one more to try for every forged cookie.
const MOST_SECRETS = 3

/** @param {import('./visits').Setting} setting */
function rotation ({ secrets, module: { base } }) {
  const router = express.Router()

  // The array is live: the response to this request is signed with the new secret already.
  router.post('/rotate', (req, res) => {
    secrets.unshift(randomBytes(32).toString('hex'))
    secrets.length = Math.min(secrets.length, MOST_SECRETS)
    res.redirect(303, `${base}/look#secrets`)
  })

  router.post('/retire', (req, res) => {
    secrets.length = 1
    res.redirect(303, `${base}/look#secrets`)
  })

  return router
}

module.exports = rotation
