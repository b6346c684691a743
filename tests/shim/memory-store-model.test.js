// Does MemoryStore hold, after any sequence of operations, the sessions that a list with every rule written out holds?
'use strict'

const { test, mock } = require('node:test')
const assert = require('node:assert/strict')
const { session, oursOnly } = require('./app')
const Dice = require('../differential/dice')

const IDS = [...'abcdefgh', '__proto__', 'é🍪']

/** The rules, with no thought of speed: two lists, each from the session used longest ago to the one used last. */
class Model {
  constructor ({ max = Infinity, maxBytes = Infinity, ttl = Infinity }) {
    Object.assign(this, { max, maxBytes, ttl, once: [], again: [] })
  }

  set (id, data, now) {
    const text = JSON.stringify(data)
    const entry = { id, text, bytes: Buffer.byteLength(id + text), end: data.cookie.expires?.getTime() ?? now + this.ttl }
    if (entry.bytes > this.maxBytes) return
    const list = this.again.some((other) => other.id === id) ? 'again' : 'once'
    this.delete(id)
    this[list].push(entry)
    this.demote()
    while (this.exceeds(this.all(), 1)) {
      // What was just set stays, and of the others those go first that nobody read again.
      const [first] = this.all().filter((other) => other !== entry)
      this.delete(first.id)
    }
  }

  get (id, now) {
    const found = this.find(id, now)
    if (!found) return
    this.delete(id)
    this.again.push(found)
    this.demote()
  }

  touch (id, { cookie }, now) {
    const found = this.find(id, now)
    if (found) this.set(id, { ...JSON.parse(found.text), cookie }, now)
  }

  /** Sessions that were read again may take four fifths. */
  demote () {
    while (this.exceeds(this.again, 0.8)) this.once.push(this.again.shift())
  }

  exceeds (list, share) {
    const bytes = list.reduce((sum, entry) => sum + entry.bytes, 0)
    return list.length > this.max * share || bytes > this.maxBytes * share
  }

  find (id, now) {
    return this.all().find((entry) => entry.id === id && entry.end > now)
  }

  delete (id) {
    this.keep((entry) => entry.id !== id)
  }

  keep (condition) {
    this.once = this.once.filter(condition)
    this.again = this.again.filter(condition)
  }

  all () {
    return [...this.once, ...this.again]
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
    model.keep(({ end }) => end > now)
    const id = IDS[dice.below(IDS.length)]
    const expires = dice.chance(0.5) ? new Date(now + 1 + dice.below(200)) : null
    const data = { cookie: { expires }, fill: 'é'.repeat(dice.below(60)) }
    const operation = ['get', 'set', 'set', 'touch', 'destroy'][dice.below(5)]

    if (operation === 'get') model.get(id, now)
    else if (operation === 'destroy') model.delete(id)
    else model[operation](id, data, now)
    store[operation](id, operation === 'get' || operation === 'destroy' ? () => {} : data)

    const expected = model.all().map(({ id: name, text }) => [name, text])
    assert.deepEqual(Object.entries(store.sessions).sort(), expected.sort(), `seed ${seed}, step ${step}, ${operation} ${id}`)
  }
}

const bounds = [
  {}, { max: 1 }, { max: 1.5 }, { max: 4 }, { maxBytes: 200 }, { maxBytes: 400 }, { ttl: 100 }, { max: 6, maxBytes: 500, ttl: 50 }
]

for (const options of bounds) {
  test(`MemoryStore with ${JSON.stringify(options)} does what the rules say`, oursOnly('has no rules'), () => {
    for (let seed = 1; seed <= 20; seed++) play(seed, options)
    mock.restoreAll()
  })
}
