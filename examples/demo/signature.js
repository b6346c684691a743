// Which secret was a cookie signed with?
'use strict'

const { createHmac } = require('node:crypto')

/**
 * For show: whether a cookie is to be trusted is the session module's question.
 *
 * @param {string | undefined} sent the cookie's value, percent-encoded
 * @param {string} id
 * @param {string[]} secrets
 * @returns {number} its place among the secrets, -1 for none of them
 */
function signerOf (sent, id, secrets) {
  return secrets.findIndex((secret) => {
    const signature = createHmac('sha256', secret).update(id).digest('base64').replace(/=+$/, '')
    return sent === encodeURIComponent(`s:${id}.${signature}`)
  })
}

module.exports = { signerOf }
