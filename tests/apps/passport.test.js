// Do log-ins with Passport go as they do with express-session?
'use strict'

const assert = require('node:assert/strict')
const { onBothSides } = require('./both-sides')
const createApp = require('./passport')

const ada = { username: 'ada', password: 'difference' }
const visitors = onBothSides(createApp)

const shown = async (visitor) => JSON.parse((await visitor.get('/')).body)

visitors('a log-in gives the visitor a name and the session a new id', async (visitor) => {
  await visitor.post('/cart', { item: 'tea' })
  const { id } = await shown(visitor)
  assert.equal((await visitor.post('/login', ada)).location, '/')
  const { user, cart, id: idAfter } = await shown(visitor)
  assert.deepEqual({ user, cart }, { user: 'ada', cart: [] })
  assert.notEqual(idAfter, id)
})

visitors('a log-in with keepSessionInfo keeps what was in the session, under a new id', async (visitor) => {
  await visitor.post('/cart', { item: 'tea' })
  const { id } = await shown(visitor)
  await visitor.post('/login/keeping', ada)
  const { user, cart, id: idAfter } = await shown(visitor)
  assert.deepEqual({ user, cart }, { user: 'ada', cart: ['tea'] })
  assert.notEqual(idAfter, id)
})

visitors('a log-in leads back to the page that asked for it', async (visitor) => {
  assert.equal((await visitor.get('/account?tab=2')).status, 302)
  assert.equal((await visitor.post('/login/keeping', ada)).location, '/account?tab=2')
  assert.equal((await visitor.get('/account')).body, 'The account of ada')
})

visitors('a wrong password leaves a message and nobody logged in', async (visitor) => {
  assert.equal((await visitor.post('/login', { ...ada, password: 'engine' })).status, 302)
  const { user, messages } = await shown(visitor)
  assert.deepEqual({ user, messages }, { user: undefined, messages: ['No, ada.'] })
  assert.deepEqual((await shown(visitor)).messages, [])
})

visitors('a log-out ends what the log-in began, also for a copy of the cookie', async (visitor) => {
  await visitor.post('/login', ada)
  const stolen = new Map(visitor.cookies)
  await visitor.post('/logout')
  assert.equal((await shown(visitor)).user, undefined)
  visitor.cookies = stolen
  assert.equal((await shown(visitor)).user, undefined)
})

visitors('a log-out with keepSessionInfo keeps the cart and forgets the name', async (visitor) => {
  await visitor.post('/login', ada)
  await visitor.post('/cart', { item: 'tea' })
  await visitor.post('/logout/keeping')
  const { user, cart } = await shown(visitor)
  assert.deepEqual({ user, cart }, { user: undefined, cart: ['tea'] })
})

visitors('two log-ins in a row leave one session', async (visitor) => {
  await visitor.post('/login', ada)
  await visitor.post('/login', { username: 'grace', password: 'compiler' })
  assert.equal((await shown(visitor)).user, 'grace')
  assert.equal(Object.keys(JSON.parse(await visitor.store.contents())).length, 1)
})

visitors('a log-in for one request alone stores nothing', async (visitor) => {
  assert.equal((await visitor.post('/login/once', ada)).body, 'ada')
  assert.equal(visitor.cookies.size, 0)
  assert.equal(await visitor.store.contents(), '{}')
})
