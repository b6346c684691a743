// Does memory stay where it is, and what does a request that waits hold?
'use strict'

const { fork } = require('node:child_process')
const { once } = require('node:events')
const path = require('node:path')
const { figure, ratio } = require('./measure/report')

async function run ({ quick, progress }) {
  const requests = quick ? 100_000 : 1_000_000
  progress(`${requests} requests`)
  const lasting = await inProcess('lasting.js', [requests])
  const held = {}
  for (const side of ['nobody', 'express-session', 'ours']) {
    progress(`requests in flight: ${side}`)
    held[side] = await inProcess('in-flight.js', [side])
  }
  progress(`${requests} first visits to a bounded store, twice`)
  const stored = await inProcess('first-visits.js', [requests])
  const bytes = (side) => held[side] - held.nobody
  const [first, last] = [lasting[0], lasting.at(-1)]
  const flat = last.wasm === first.wasm && last.heap < first.heap * 1.05 + 100_000

  return {
    data: { lasting, held, flat, stored },
    parts: [
      {
        question: 'Does memory stay flat while requests pass through ours?',
        how: ['Eight kinds of requests one after the other, in one process; after a collection.'],
        columns: ['requests', 'wasm memory, kB', 'heap used, kB'],
        rows: lasting.map(({ answered, wasm, heap }) => [String(answered), String(wasm / 1024), figure(heap / 1024)]),
        goals: [{ text: 'wasm memory has not grown, the heap by less than 5 % and 100 kB', met: flat }]
      },
      {
        question: 'What does a request hold while it waits for the application?',
        how: ['2000 requests with a session of 12 kB between middleware and end, after a collection; in a process for each.'],
        columns: ['sessions', 'bytes a request', 'added', 'ratio'],
        rows: [
          ['none', figure(held.nobody), '', ''],
          ...['express-session', 'ours'].map((side) =>
            [side, figure(held[side]), figure(bytes(side)), ratio(bytes(side) / bytes('express-session'))])
        ],
        notes: ['Both hold the parsed session; ours also a list of what it held, to compare with at the end, where express-session has a hash.']
      },
      {
        question: `What do ${requests} first visits leave in a bounded default store, where all are saved?`,
        how: ['With saveUninitialized: true and no session ever asked for again; after a collection.'],
        columns: ['bound', 'sessions', 'bytes of ids and JSON', 'heap, kB'],
        rows: stored.map((found) => [found.bound, String(found.sessions), String(found.bytes), figure(found.heap / 1024)]),
        goals: [{ text: 'neither bound is passed', met: stored[0].sessions <= 10_000 && stored[1].bytes <= 1_000_000 }]
      }
    ]
  }
}

async function inProcess (file, args) {
  const child = fork(path.join(__dirname, 'memory', file), args.map(String), {
    execArgv: ['--expose-gc'], stdio: ['ignore', 'ignore', 'inherit', 'ipc']
  })
  const [message] = await Promise.race([
    once(child, 'message'),
    once(child, 'exit').then(() => { throw new Error(`${file} ended early`) })
  ])
  return message
}

module.exports = { run }
