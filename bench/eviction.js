// Whose sessions does a full store in memory give up?
'use strict'

const { sides } = require('./measure/sides')
const { Fifo, Lru, Stored } = require('./eviction/sides')
const { changing, hitRate, trace } = require('./eviction/trace')

const { session } = sides.find(({ name }) => name === 'ours')

const MAX = 1000
const traces = {
  'users alone': { seed: 1, users: 5000, requests: 100_000, scans: 0, scan: 0 },
  'a scan of 500 visits, 20 times': { seed: 2, users: 5000, requests: 100_000, scans: 20, scan: 500 },
  'a scan of 2000 visits, 20 times': { seed: 3, users: 5000, requests: 100_000, scans: 20, scan: 2000 },
  'a scan of 5000 visits, 40 times': { seed: 4, users: 5000, requests: 100_000, scans: 40, scan: 5000 }
}
const changes = {
  'users who change, 250 at a time': { seed: 5, active: 250, requests: 100_000, stay: 20 },
  'users who change, 500 at a time': { seed: 6, active: 500, requests: 100_000, stay: 20 }
}
const floods = { max: [{ max: MAX }, 1], maxBytes: [{ maxBytes: 150_000 }, 1], 'maxBytes, large visits': [{ maxBytes: 150_000 }, 100] }

async function run ({ quick, progress }) {
  const rates = {}
  for (const [table, make] of [[traces, trace], [changes, changing]]) {
    for (const [name, settings] of Object.entries(table)) {
      progress(name)
      rates[name] = ratesOf([...make(quick ? { ...settings, requests: 20_000 } : settings)])
    }
  }
  progress('floods')
  const kept = Object.fromEntries(Object.entries(floods).map(([name, [bounds, fill]]) => [name, flood(bounds, fill)]))
  const scans = Object.keys(rates).filter((name) => traces[name]?.scans > 0).map((name) => rates[name])

  return {
    data: { rates, kept },
    parts: [
      {
        question: 'How many requests of users find their session where the default store is full?',
        how: [
          `In percent, of those that had one before. Room for ${MAX} sessions; 5000 users, of whom a few come often and most seldom;`,
          'scans are visits in a row that never come back. Users who change come, stay for 20 requests and never come back.'
        ],
        columns: ['trace', 'first in, first out', 'plain LRU', 'ours'],
        rows: Object.entries(rates).map(([name, { fifo, lru, ours }]) => [name, percent(fifo), percent(lru), percent(ours)]),
        goals: [{ text: 'ours finds more than plain LRU on every trace with scans', met: scans.every(({ lru, ours }) => ours > lru) }]
      },
      {
        question: 'Of 500 users who came back, how many are still logged in after 100000 visits without a cookie?',
        columns: ['bound', 'plain LRU', 'ours'],
        rows: Object.entries(kept).map(([name, { lru, ours }]) => [name, String(lru), String(ours)]),
        goals: [{ text: 'all of them, with ours', met: Object.values(kept).every(({ ours }) => ours === 500) }]
      }
    ]
  }
}

function ratesOf (requests) {
  return {
    fifo: hitRate(new Fifo(MAX), requests),
    lru: hitRate(new Lru(MAX), requests),
    ours: hitRate(new Stored(new session.MemoryStore({ max: MAX })), requests)
  }
}

/** Plain LRU in sessions, for bytes as well: of these visits one is as large as the other, or larger. */
function flood (bounds, fill) {
  const store = new session.MemoryStore(bounds)
  const lru = new Lru(MAX)
  const users = Array.from({ length: 500 }, (_, number) => `user ${number}`)
  const data = { cookie: { expires: null } }
  for (const id of users) {
    store.set(id, data)
    lru.make(id)
  }
  for (const id of users) {
    store.get(id, () => {})
    lru.has(id)
  }
  for (let visit = 0; visit < 100_000; visit++) {
    store.set(`visit ${visit}`, { ...data, fill: 'x'.repeat(fill) })
    lru.make(`visit ${visit}`)
  }
  return { lru: users.filter((id) => lru.has(id)).length, ours: users.filter((id) => id in store.sessions).length }
}

function percent (share) {
  return (share * 100).toFixed(1)
}

module.exports = { run }
