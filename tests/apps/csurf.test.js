// Do the tokens of csurf live and end with the session, as they do with express-session?
'use strict'

const assert = require('node:assert/strict')
const { onBothSides } = require('./both-sides')
const createApp = require('./csurf')

const visitors = onBothSides(createApp)

visitors('a form with the token of its session is taken, from the body or from a header', async (visitor) => {
  const { body: token } = await visitor.get('/form')
  assert.equal((await visitor.post('/name', { name: 'ada', _csrf: token })).body, 'Hello, ada')
  assert.equal((await visitor.post('/name', { name: 'grace' }, { 'x-csrf-token': token })).body, 'Hello, grace')
})

visitors('a form without a token, or with another, is refused and changes nothing', async (visitor) => {
  const { body: token } = await visitor.get('/form')
  for (const wrong of ['', `${token}x`]) {
    const { status, body } = await visitor.post('/name', { name: 'ada', _csrf: wrong })
    assert.deepEqual({ status, body }, { status: 403, body: 'ForbiddenError: invalid csrf token' })
  }
  assert.doesNotMatch(await visitor.store.contents(), /ada/)
})

visitors('a log-out ends the token, and the next page brings one that fits', async (visitor) => {
  const { body: before } = await visitor.get('/form')
  assert.equal((await visitor.post('/logout', { _csrf: before })).location, '/form')
  assert.deepEqual([visitor.cookies.size, await visitor.store.contents()], [0, '{}'])
  const { body: after } = await visitor.get('/form')
  assert.equal((await visitor.post('/name', { name: 'eve', _csrf: before })).status, 403)
  assert.equal((await visitor.post('/name', { name: 'ada', _csrf: after })).status, 200)
})
