// Do the messages of connect-flash last as long as they do with express-session?
'use strict'

const assert = require('node:assert/strict')
const { onBothSides } = require('./both-sides')
const createApp = require('./flash')

const visitors = onBothSides(createApp)

visitors('a message is shown once, by the next page that asks for it', async (visitor) => {
  assert.equal((await visitor.post('/', { name: 'grace' })).location, '/')
  await visitor.get('/elsewhere')
  assert.equal((await visitor.get('/')).body, '["Sent to grace."]')
  assert.equal((await visitor.get('/')).body, '[]')
})

visitors('messages of one kind wait in their order', async (visitor) => {
  for (const name of ['ada', 'grace']) await visitor.post('/', { name })
  assert.equal((await visitor.post('/many')).body, '2 errors')
  assert.equal((await visitor.get('/all')).body, '{"info":["Sent to ada.","Sent to grace."],"error":["No stamp.","No address."]}')
  assert.equal((await visitor.get('/all')).body, '{}')
})

visitors('who has no messages gets a session all the same, because asking makes a place for them', async (visitor) => {
  assert.equal((await visitor.get('/')).body, '[]')
  assert.equal(visitor.cookies.size, 1)
})
