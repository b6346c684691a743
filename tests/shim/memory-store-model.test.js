// Does MemoryStore hold, after any sequence of operations, the sessions that a list with every rule written out holds?
'use strict'

const { test, mock } = require('node:test')
const assert = require('node:assert/strict')
const { session, oursOnly } = require('./app')
const Dice = require('../differential/dice')

const IDS = [...'abcdefgh', '__proto__', 'é🍪']

/** The rules, with no thought of speed: sessions from the one used longest ago to the one used last. */
class Model {
  constructor ({ max = Infinity, maxBytes = Infinity, ttl = Infinity }) {
    Object.assign(this, { max, maxBytes, ttl, list: [] })
  }

  set (id, data, now) {
    const text = JSON.stringify(data)
    const entry = { id, text, bytes: Buffer.byteLength(id + text), end: data.cookie.expires?.getTime() ?? now + this.ttl }
    if (entry.bytes > this.maxBytes) return
    this.list = [...this.without(id), entry]
    while (this.list.length > this.max || this.bytes() > this.maxBytes) this.list.shift()
  }

  get (id, now) {
    const found = this.list.find((entry) => entry.id === id && entry.end > now)
    if (found) this.list = [...this.without(id), found]
    return found && JSON.parse(found.text)
  }

  touch (id, { cookie }, now) {
    const found = this.list.find((entry) => entry.id === id && entry.end > now)
    if (found) this.set(id, { ...JSON.parse(found.text), cookie }, now)
  }

  without (id) {
    return this.list.filter((entry) => entry.id !== id)
  }

  bytes () {
    return this.list.reduce((sum, { bytes }) => sum + bytes, 0)
  }
}

function play (seed, options) {
  const dice = new Dice(seed)
  const store = new session.MemoryStore(options)
  const model = new Model(options)
  let now = 1e12
  mock.method(Date, 'now', () => now)

  for (let step = 0; step < 300; step++) {
    if (dice.chance(0.3)) now += dice.below(40)
    // An expired session takes a place until it is swept, which is soon: here before each operation.
    for (let i = 0; i < IDS.length / 2; i++) store.touch('nobody')
    model.list = model.list.filter(({ end }) => end > now)
    const id = IDS[dice.below(IDS.length)]
    const expires = dice.chance(0.5) ? new Date(now + 1 + dice.below(200)) : null
    const data = { cookie: { expires }, fill: 'é'.repeat(dice.below(60)) }
    const operation = ['get', 'set', 'set', 'touch', 'destroy'][dice.below(5)]

    if (operation === 'get') model.get(id, now)
    else if (operation === 'destroy') model.list = model.without(id)
    else model[operation](id, data, now)
    store[operation](id, operation === 'get' || operation === 'destroy' ? () => {} : data)

    const expected = model.list.map(({ id: name, text }) => [name, text])
    assert.deepEqual(Object.entries(store.sessions).sort(), expected.sort(), `seed ${seed}, step ${step}, ${operation} ${id}`)
  }
}

for (const options of [{}, { max: 4 }, { maxBytes: 400 }, { ttl: 100 }, { max: 6, maxBytes: 500, ttl: 50 }]) {
  test(`MemoryStore with ${JSON.stringify(options)} does what the rules say`, oursOnly('has no rules'), () => {
    for (let seed = 1; seed <= 20; seed++) play(seed, options)
    mock.restoreAll()
  })
}
