// What does a signed session cookie look like, computed with the platform's own HMAC?
'use strict'

const { createHmac } = require('node:crypto')

const SECRET = 'keyboard cat'

function signedValue (id, secret = SECRET) {
  const mac = createHmac('sha256', secret).update(id).digest('base64').replace(/=+$/, '')
  return `s:${id}.${mac}`
}

// As a browser sends it back.
function signedCookie (id, secret = SECRET, name = 'connect.sid') {
  return `${name}=${encodeURIComponent(signedValue(id, secret))}`
}

// The id in a `name=value` pair or in a whole Set-Cookie header.
function idIn (cookie) {
  const value = decodeURIComponent(cookie.split(';')[0].split('=')[1])
  return value.slice('s:'.length, value.lastIndexOf('.'))
}

function attributesOf (setCookie) {
  return setCookie.split('; ').slice(1)
}

module.exports = { SECRET, signedValue, signedCookie, idIn, attributesOf }
