// What has to hold on every host?
'use strict'

const assert = require('node:assert/strict')
const { Visitor } = require('./visitor')

/**
 * Where a host serves the applications.
 *
 * @typedef {object} Place
 * @property {URL} http
 * @property {URL} [https]
 * @property {string} main the application that is visited where frameworks make no difference
 * @property {Record<string, string>} lacks for the name of each visit that cannot be paid, the reason
 */

/**
 * @typedef {object} Visit
 * @property {string} name of the column
 * @property {string} sentence that holds if `check` succeeds
 * @property {(place: Place) => Promise<void>} check
 */

/** @type {Visit[]} */
const visits = [
  {
    name: 'require = import',
    sentence: 'require and import give one object',
    check: async ({ http, main }) => assert.equal(await new Visitor(http, main).get('/same'), 'true')
  },
  { name: 'Express 5', sentence: 'Express 5 counts views', check: ({ http }) => countsViews(http, 'express5') },
  { name: 'Express 4', sentence: 'Express 4 counts views', check: ({ http }) => countsViews(http, 'express4') },
  { name: 'Connect', sentence: 'Connect counts views', check: ({ http }) => countsViews(http, 'connect') },
  { name: 'node:http', sentence: 'a server of node:http counts views', check: ({ http }) => countsViews(http, 'http') },
  {
    name: 'HTTPS',
    sentence: 'a secure cookie goes out over HTTPS, and not over HTTP',
    check: async ({ http, https }) => {
      await countsViews(https, 'secure')
      await setsNoCookie(http, 'secure')
    }
  },
  {
    name: 'TLS proxy',
    sentence: 'a secure cookie goes out behind a proxy that ends TLS',
    check: async ({ http }) => {
      await countsViews(http, 'proxied', { 'x-forwarded-proto': 'https' })
      await setsNoCookie(http, 'proxied')
    }
  },
  { name: 'log-in', sentence: 'a log-in changes the id, and the old one is dead', check: ({ http, main }) => logsIn(http, main) },
  { name: 'destroy', sentence: 'a destroyed session is gone', check: ({ http, main }) => destroys(http, main) },
  {
    name: 'new secret',
    sentence: 'a cookie that an old secret signed is valid as long as the secret is',
    check: ({ http, main }) => rotatesSecrets(http, main)
  },
  {
    name: 'last byte',
    sentence: 'a response that waits for the store keeps its last byte',
    check: ({ http, main }) => sendsEveryByte(http, main)
  },
  {
    name: 'Redis',
    sentence: 'sessions in Redis behave as those in memory',
    check: async ({ http }) => {
      await countsViews(http, 'redis')
      await logsIn(http, 'redis')
      await destroys(http, 'redis')
      await sendsEveryByte(http, 'redis')
    }
  }
]

async function countsViews (url, application, headers) {
  const visitor = new Visitor(url, application, headers)
  assert.equal(await visitor.get('/count'), '1')
  assert.match(visitor.setCookie ?? '', /^connect\.sid=s%3A[\w-]{32}\.[\w%]+; Path=\/; HttpOnly/)
  assert.equal(await visitor.get('/count'), '2')
  assert.equal(await new Visitor(url, application).get('/count'), '1')
  assert.equal(await visitor.get('/count'), '3')
}

async function setsNoCookie (url, application) {
  const visitor = new Visitor(url, application)
  assert.equal(await visitor.get('/count'), '1')
  assert.equal(visitor.cookie, undefined)
}

async function logsIn (url, application) {
  const visitor = new Visitor(url, application)
  await visitor.get('/count')
  const before = visitor.copy()
  assert.equal(await visitor.get('/login'), 'a new id: true')
  assert.notEqual(visitor.cookie, before.cookie)
  assert.equal(await visitor.get('/user'), 'ada')
  assert.equal(await before.get('/user'), 'undefined')
}

async function destroys (url, application) {
  const visitor = new Visitor(url, application)
  await visitor.get('/count')
  assert.equal(await visitor.get('/logout'), 'a session: false')
  assert.equal(await visitor.get('/count'), '1')
}

async function rotatesSecrets (url, application) {
  const visitor = new Visitor(url, application)
  await visitor.get('/count')
  const signedBefore = visitor.copy()
  assert.equal(await visitor.get('/add-secret'), '2')
  assert.equal(await visitor.get('/count'), '2')

  const signedAfter = visitor.copy()
  await signedAfter.get('/login')
  assert.equal(await signedAfter.get('/drop-secret'), '1')
  assert.equal(await signedAfter.get('/user'), 'ada')
  assert.equal(await signedBefore.get('/count'), '1')
}

async function sendsEveryByte (url, application) {
  const text = await new Visitor(url, application).get('/letters')
  assert.equal(text.length, 1040, `${text.length} bytes of 1040`)
  assert.match(text, /^abc.*xyz$/)
}

/**
 * Pays every visit, in order.
 *
 * @param {Place} place
 * @returns {Promise<{ name: string, ok: boolean, lacks?: string, error?: string }[]>}
 */
async function visitAll (place) {
  const results = []
  for (const { name, check } of visits) {
    const reason = place.lacks[name]
    if (reason) {
      results.push({ name, ok: true, lacks: reason })
      continue
    }
    const error = await check(place).then(() => undefined, String)
    results.push({ name, ok: error === undefined, error })
  }
  return results
}

module.exports = { visitAll, visits }
