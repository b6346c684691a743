'use strict'

// Does the view counter count for each client?

const { test } = require('node:test')
const assert = require('node:assert/strict')
const app = require('../../examples/view-counter')
const { served } = require('./served')
const { Visitor } = require('./visitor')

async function viewsOf (visitor) {
  return Number(/Views: (\d+)/.exec((await visitor.get('/')).text)[1])
}

test('each client has a count of its own', async (t) => {
  const url = await served(t, app)
  const [ada, grace] = [new Visitor(url), new Visitor(url)]
  assert.deepEqual([await viewsOf(ada), await viewsOf(ada), await viewsOf(ada)], [1, 2, 3])
  assert.equal(await viewsOf(grace), 1)
  assert.equal(await viewsOf(ada), 4)
  assert.notEqual(ada.id, grace.id)
})

test('a forged cookie gets a new session', async (t) => {
  const visitor = new Visitor(await served(t, app))
  await viewsOf(visitor)
  const [genuine, { id }] = [visitor.cookie, visitor]
  const last = genuine.at(-1)
  visitor.cookie = genuine.slice(0, -1) + (last === 'A' ? 'B' : 'A')
  assert.equal(await viewsOf(visitor), 1)
  assert.notEqual(visitor.id, id)
  visitor.cookie = genuine
  assert.equal(await viewsOf(visitor), 2)
})
