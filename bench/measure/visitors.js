// Who visits, and what do their browsers and their sessions carry?
'use strict'

const { dependencyOfReference } = require('./sides')

const signature = dependencyOfReference('cookie-signature')

const secret = 'a secret of the length that people choose'
const id = 'Zk3vQx7LmW0aYpR2tJc9HdUeNfBs1GiK'

const otherCookies = [
  '_ga=GA1.1.1170826421.1718113027',
  'theme=dark',
  'consent=%7B%22analytics%22%3Atrue%2C%22marketing%22%3Afalse%7D',
  'csrf=5f2b1c9e4d7a4e0c8f6b3a2d1e0f9c8b'
]

const browserCookie = { originalMaxAge: null, expires: null, httpOnly: true, path: '/' }

const user = { id: 48211, name: 'Ada Lovelace', email: 'ada@example.org', roles: ['editor'] }

const smallSession = { user, views: 17 }

/** About 12 kB as JSON. */
const largeSession = {
  user: { ...user, address: { street: '12 Saint James Square', city: 'London', postcode: 'SW1Y 4JH' } },
  cart: Array.from({ length: 100 }, (_, index) => ({
    sku: `SKU-${100000 + index * 7919 % 90000}`,
    title: `Article no. ${index}`,
    quantity: 1 + index % 4,
    price: { amount: 199 + index * 137 % 9000, currency: 'EUR' },
    tags: index % 2 === 0 ? ['new'] : []
  })),
  views: 17
}

/**
 * A Cookie header with the session cookie in the middle of four others.
 *
 * @param {string} [signed] what the session cookie holds; without it there is none
 */
function cookieHeader (signed) {
  const cookies = otherCookies.slice()
  if (signed) cookies.splice(2, 0, `connect.sid=${encodeURIComponent(signed)}`)
  return cookies.join('; ')
}

/** @param {string} [key] the secret to sign with */
function signedId (key = secret) {
  return 's:' + signature.sign(id, key)
}

module.exports = { browserCookie, cookieHeader, id, largeSession, secret, signedId, smallSession, user }
