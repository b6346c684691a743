// Do stores of other people do the same with this package as with express-session, step by step?
'use strict'

const assert = require('node:assert/strict')
const { execFileSync } = require('node:child_process')
const { after, before, describe, test } = require('node:test')
const { isDate } = require('node:util')
const { storeNamed } = require('../../stores/rows')
const { alteredTree, prepare } = require('./trees')
const pinned = require('./package.json').dependencies

const expected = {
  memorystore: 'passes',
  'session-file-store': 'passes',
  'nedb-session-store': 'passes',
  'connect-loki': 'passes',
  'lowdb-session-store': 'passes',
  // Its clear never calls back.
  'level-session-store': 'passes but for clear',
  'connect-redis': 'passes'
}

const lasting = new Set(Object.keys(expected).filter((name) => name !== 'memorystore'))

let lab
let trees
let remove

before(async () => {
  ({ lab, trees, remove } = await prepare('backends', 'trial', 'verdict'))
})

after(() => remove?.())

// Most of their time is waiting.
describe('the same steps under both modules:', { concurrency: true }, () => {
  for (const [name, verdict] of Object.entries(expected)) {
    test(`${name} ${verdict}`, { skip: reasonToSkip(name) }, async () => {
      const found = await run(name)
      assert.deepEqual(found.differing, [])
      assert.equal(found.reference, verdict)
      assert.equal(found.ours, verdict)
      assert.equal(found.crossesOver, lasting.has(name) ? true : undefined)
      assert.match(found.record, /"cookie"/)
    })
  }

  test('a module that lists the keys of a cookie in another order is noticed in what a store keeps', async () => {
    const ours = alteredTree(trees.ours, `
      const { Cookie } = module.exports
      const { toJSON } = Cookie.prototype
      Cookie.prototype.toJSON = function () {
        const { path, ...others } = toJSON.call(this)
        return { path, ...others }
      }
    `)
    const { differing, noWorse } = await run('memorystore', { ...trees, ours }, 1)
    assert.ok(differing.map(({ step }) => step).includes('record as kept'))
    assert.equal(noWorse, true)
  })

  test('a module whose sessions cannot be destroyed is found to do worse', async () => {
    const ours = alteredTree(trees.ours, 'module.exports.Session.prototype.destroy = function (callback) { callback() }')
    const { differing, noWorse } = await run('memorystore', { ...trees, ours }, 1)
    assert.deepEqual(differing.map(({ step }) => step), ['destroy in Express'])
    assert.equal(noWorse, false)
  })
})

test('the versions tested are those of the store lab', () => {
  for (const name of Object.keys(expected)) {
    for (const [dependency, version] of Object.entries(storeNamed(name).packages)) assert.equal(pinned[dependency], version, dependency)
  }
})

async function run (name, inTrees = trees, mostAttempts = undefined) {
  const store = storeNamed(name)
  const [backendName] = Object.keys(store.on)
  const found = await lab.withBackend(backendName, async (backend) => (
    lab.summary(await lab.tryStore(store, backendName, backend, inTrees, mostAttempts))
  ))
  assert.equal(found.missing, undefined)
  return found
}

function reasonToSkip (name) {
  // It calls util.isDate, which Node.js 23 removed.
  if (name === 'nedb-session-store' && !isDate) return 'nedb does not run on this version of Node.js'
  if (name !== 'connect-redis') return false
  try {
    execFileSync('redis-server', ['--version'])
    return false
  } catch {
    return 'redis-server is not installed'
  }
}
