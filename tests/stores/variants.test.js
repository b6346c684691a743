// Do stores of other people keep what our middleware promises with options of its own?
'use strict'

const assert = require('node:assert/strict')
const { after, before, describe, test } = require('node:test')
const { storeNamed } = require('../../stores/rows')
const { alteredTree, prepare } = require('./trees')

let lab
let trees
let remove

before(async () => {
  ({ lab, trees, remove } = await prepare('backends', 'variant'))
})

after(() => remove?.())

// Most of their time is waiting.
describe('with options of ours,', { concurrency: true }, () => {
  const tryVariant = (variant, at = trees) => lab.withBackend('files', (backend) => (
    lab.tryVariant(storeNamed('memorystore'), 'files', backend, at, variant, 1)
  ))

  for (const variant of ['merge', 'lifetimes']) {
    test(`a store does as well as with express-session, and what they promise: ${variant}`, async () => {
      assert.deepEqual(await tryVariant(variant), { backendVersion: undefined, ours: 'passes', noWorse: true, worse: [] })
    })
  }

  test('a mode that loses keys and brings sessions back is noticed', async () => {
    const { noWorse, worse } = await tryVariant('last-write')
    assert.equal(noWorse, false)
    assert.deepEqual(worse.map(({ step }) => step), ['two requests at once', 'a log-out meanwhile'])
  })

  test('sessions that do not end are noticed', async () => {
    const ours = alteredTree(trees.ours, `
      const session = module.exports
      module.exports = Object.assign(({ absoluteTimeout, idleTimeout, ...options }) => session(options), session)
    `)
    const { noWorse, worse } = await tryVariant('lifetimes', { ...trees, ours })
    assert.equal(noWorse, false)
    assert.deepEqual(worse.map(({ step }) => step), ['idle end', 'absolute end'])
  })
})
