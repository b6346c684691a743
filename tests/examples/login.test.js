'use strict'

// Does the log-in example let in who knows a password, and nobody with an old cookie?

const { test } = require('node:test')
const assert = require('node:assert/strict')
const app = require('../../examples/login')
const { served } = require('./served')
const { Visitor } = require('./visitor')

const ada = { user: 'ada', password: 'difference' }
const greeting = /Hello, ada\./

test('a log-in greets by name, on the next page too', async (t) => {
  const visitor = new Visitor(await served(t, app))
  assert.doesNotMatch((await visitor.get('/')).text, /Hello/)
  assert.match((await visitor.post('/login', ada)).text, greeting)
  assert.match((await visitor.get('/')).text, greeting)
})

for (const [what, fields] of [
  ['a wrong password', { user: 'ada', password: 'compiler' }],
  ['an unknown name', { user: 'eve', password: 'difference' }],
  ['a name without a password', { user: 'eve' }],
  ['the name of an object\'s own member', { user: 'constructor' }],
  ['no field at all', {}]
]) {
  test(`${what} logs nobody in and starts no session`, async (t) => {
    const visitor = new Visitor(await served(t, app))
    const { status } = await visitor.post('/login', fields)
    assert.equal(status, 403)
    assert.equal(visitor.cookie, undefined)
  })
}

test('a log-in changes the id and kills the old one', async (t) => {
  const visitor = new Visitor(await served(t, app))
  await visitor.post('/login', ada)
  const before = visitor.copy()
  await visitor.post('/login', ada)
  assert.notEqual(visitor.id, before.id)
  assert.match((await visitor.get('/')).text, greeting)
  assert.doesNotMatch((await before.get('/')).text, /Hello/)
})

test('a log-out ends the session for every copy of its cookie', async (t) => {
  const visitor = new Visitor(await served(t, app))
  await visitor.post('/login', ada)
  const thief = visitor.copy()
  assert.match((await thief.get('/')).text, greeting)
  assert.doesNotMatch((await visitor.post('/logout')).text, /Hello/)
  assert.doesNotMatch((await thief.get('/')).text, /Hello/)
})

test('the cookie is closed to scripts and to forms on other sites', async (t) => {
  const url = await served(t, app)
  const response = await fetch(new URL('/login', url), { method: 'POST', body: new URLSearchParams(ada), redirect: 'manual' })
  const [setCookie] = response.headers.getSetCookie()
  assert.match(setCookie, /; HttpOnly/)
  assert.match(setCookie, /; SameSite=Lax/)
})
