// Do the tokens of csrf-csrf belong to one session and no other, as they do with express-session?
'use strict'

const assert = require('node:assert/strict')
const { onBothSides } = require('./both-sides')
const createApp = require('./csrf-csrf')

const visitors = onBothSides(createApp)

visitors('a form with the token of its session is taken', async (visitor) => {
  const { body: token } = await visitor.get('/form')
  assert.equal((await visitor.post('/name', { name: 'ada', token })).body, 'Hello, ada')
  assert.match(await visitor.store.contents(), /"name": "ada"/)
})

visitors('a form without a token, or with another, is refused and changes nothing', async (visitor) => {
  const { body: token } = await visitor.get('/form')
  for (const wrong of ['', token.replace(/^./, 'x')]) {
    const { status, body } = await visitor.post('/name', { name: 'ada', token: wrong })
    assert.deepEqual({ status, body }, { status: 403, body: 'ForbiddenError: invalid csrf token' })
  }
  assert.doesNotMatch(await visitor.store.contents(), /ada/)
})

visitors('the token of another session is refused', async (visitor) => {
  const { body: token } = await visitor.get('/form')
  visitor.cookies.delete('connect.sid')
  assert.equal((await visitor.post('/name', { name: 'ada', token })).status, 403)
})

visitors('a log-in ends the token from before it, and brings the next', async (visitor) => {
  const { body: before } = await visitor.get('/form')
  const { body: after } = await visitor.post('/login', { name: 'ada', token: before })
  assert.notEqual(after, before)
  assert.equal((await visitor.post('/name', { name: 'eve', token: before })).status, 403)
  assert.equal((await visitor.post('/name', { name: 'ada', token: after })).status, 200)
})
