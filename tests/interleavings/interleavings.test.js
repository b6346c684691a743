// Does the middleware do what the model says, and what express-session does, in every order of concurrent requests?
'use strict'

const assert = require('node:assert/strict')
const { readFileSync } = require('node:fs')
const path = require('node:path')
const { describe, test } = require('node:test')
const reference = require('express-session')
const session = require('../module-under-test')
const { choices, names, orders, predict } = require('./model')
const { Stage } = require('./play')
const { record } = require('./record')

function scenes (count) {
  return choices(count).flatMap((chosen) => orders(chosen).map((order) => ({ chosen, order })))
}

// The model also says what is wrong with an outcome, which no module does.
function expected ({ chosen, order }) {
  const { back, lost, ...outcome } = predict(chosen, order)
  return outcome
}

for (const [name, module] of [['express-session', reference], ['the module under test', session]]) {
  describe(name, () => {
    const stage = new Stage(module)
    const inEach = async (all) => {
      for (const scene of all) {
        assert.deepEqual(await stage.play(scene.chosen, scene.order), expected(scene), `${scene.chosen} in the order ${scene.order}`)
      }
    }

    test('does what the model says with one request', () => inEach(scenes(1)))
    test('does what the model says in every order of two requests', () => inEach(scenes(2)))
    test('does what the model says in every order of three requests', () => inEach(scenes(3)))
  })
}

test('a module that saves what nobody changed is told from the model', async () => {
  const saving = Object.assign((options) => session({ ...options, resave: true }), session)
  const scene = { chosen: ['touch', 'destroy'], order: 'ABBA' }
  assert.deepEqual((await new Stage(saving).play(scene.chosen, scene.order)).sessions, { S: '' })
  assert.deepEqual(expected(scene).sessions, {})
})

test('in every order of three requests in which something goes wrong, two of them do the same damage alone', () => {
  let damaged = 0
  for (const { chosen, order } of scenes(3)) {
    const damage = damageOf(chosen, order)
    if (damage.length > 0) damaged++
    const alone = names.flatMap((name) => damageWithout(name, chosen, order))
    for (const kind of damage) assert.ok(alone.includes(kind), `${chosen} in the order ${order}: ${kind}`)
  }
  assert.ok(damaged > 0)
})

/** Nothing where a request would have other calls to make than the order has for it. */
function damageOf (chosen, order) {
  const { unfinished, back, lost } = predict(chosen, order)
  return unfinished.length > 0 ? [] : [back && 'S comes back', lost && 'a write is lost'].filter(Boolean)
}

function damageWithout (left, chosen, order) {
  const others = names.filter((name) => name !== left)
  const renamed = [...order].filter((name) => name !== left).map((name) => names[others.indexOf(name)])
  return damageOf(chosen.filter((kind, index) => names[index] !== left), renamed.join(''))
}

test('RECORD.md and three-requests.txt say what the model says', () => {
  for (const [name, text] of Object.entries(record())) {
    assert.equal(readFileSync(path.join(__dirname, name), 'utf8'), text, 'node tests/interleavings/record.js writes them anew')
  }
})
