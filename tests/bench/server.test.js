// Do the benches of whole servers count what they say they count?
'use strict'

const assert = require('node:assert/strict')
const { once } = require('node:events')
const { existsSync, readFileSync } = require('node:fs')
const http = require('node:http')
const path = require('node:path')
const test = require('node:test')
const { partText } = require('../../bench/measure/report')
const { sides } = require('../../bench/measure/sides')
const { orderOf, run } = require('../../bench/server')
const { Server } = require('../../bench/server/measured-server')
const { runningMajor } = require('../../bench/server/nodes')
const { Program } = require('../../bench/server/program')
const { surroundings } = require('../../bench/server/surroundings')
const { heavy } = require('../../bench/server/workloads')

const length = { starts: 1, rounds: 2, milliseconds: 60, warmUp: 60 }
const settings = { quick: true, nodes: [runningMajor], stores: ['default'], length, progress () {} }

test('a server is measured without sessions, with express-session and with ours', { timeout: 60_000 }, async () => {
  const { data, parts } = await run(settings)
  const workloads = data.nodes[runningMajor]
  assert.deepEqual(Object.keys(workloads), ['default store, read', 'default store, modify'])
  for (const [workload, { bare, reference, ours, least }] of Object.entries(workloads)) {
    for (const [name, found] of Object.entries({ bare, reference, ours, least })) {
      assert.ok(found.perSecond > 0 && found.processor > 0 && found.p50 <= found.p99, `${workload}: ${name}`)
    }
    // As Express writes one, and as express-session holds back its last byte.
    assert.equal(bare.writes, 1, workload)
    assert.equal(reference.writes, 2, workload)
    assert.ok(ours.writes === 1 || ours.writes === 2, `${workload}: ${ours.writes} writes`)
    assert.deepEqual(reference.ratio, { median: 1, low: 1, high: 1 }, workload)
    assert.equal(bare.added, 0, workload)
  }
  assert.match(parts.map(partText).join('\n'), /default store, modify\n {4}no sessions /)
})

test('the application of twenty middlewares has them, in Express 4 and 5, and answers', { timeout: 60_000 }, async () => {
  const express = require('express')
  const { before, after } = surroundings(express)
  assert.equal([...before, ...after].length, 20)

  const { program: load } = await Program.start('load.js')
  const [, { file }] = sides
  try {
    for (const workload of heavy) {
      const server = await Server.start(workload, file, { binary: process.execPath })
      try {
        const { perSecond } = await server.turn(load, 50)
        assert.ok(perSecond > 0, workload.name)
      } finally {
        await server.stop()
      }
    }
  } finally {
    await load.stop()
  }
})

test('what was found for another version of Node.js is kept', async () => {
  const kept = { nodes: { 8: { 'a workload': {} } } }
  const { data } = await run({ ...settings, stores: [], kept })
  assert.deepEqual(data.nodes, { ...kept.nodes, [runningMajor]: {} })
})

test('a version of Node.js that is not installed is named', async () => {
  const { parts: [overview] } = await run({ ...settings, nodes: [8], stores: [] })
  assert.ok(overview.notes.includes('Node.js 8 is not installed here, and was left out.'))
})

test('every server has every place in a round, and comes after every other', () => {
  const names = ['a', 'b', 'c']
  const orders = Array.from({ length: 6 }, (_, round) => orderOf(names, round).join(''))
  assert.deepEqual(orders, ['abc', 'cab', 'bca', 'cba', 'bac', 'acb'])
})

test('a load that is answered otherwise fails', async () => {
  const server = http.createServer((req, res) => {
    res.statusCode = 500
    res.end('no')
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { program } = await Program.start('load.js')
  try {
    const requests = ['GET / HTTP/1.1\r\nHost: localhost\r\n\r\n']
    await assert.rejects(program.ask(['connect', { port: server.address().port, requests }]), /not as expected: HTTP\/1.1 500/)
  } finally {
    await program.stop()
    server.closeAllConnections()
    server.close()
  }
})

test('a load counts each answer once, also one that comes in pieces', async () => {
  let answered = 0
  const server = http.createServer((req, res) => {
    answered++
    res.setHeader('Content-Length', 4)
    res.write('12')
    setImmediate(() => res.end('34'))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { program } = await Program.start('load.js')
  try {
    const requests = Array.from({ length: 3 }, () => 'GET / HTTP/1.1\r\nHost: localhost\r\n\r\n')
    await program.ask(['connect', { port: server.address().port, requests }])
    const found = await program.ask(['go', { milliseconds: 100 }])
    assert.ok(found.answered > 3)
    assert.equal(found.answered, answered - requests.length)
  } finally {
    await program.stop()
    server.close()
  }
})

test('each section has its place in the README, and the chart that stands there was drawn', async () => {
  const { withFigures } = await import('../../bench/readme.mjs')
  const folder = path.join(__dirname, '../../bench')
  const readme = readFileSync(path.join(folder, 'README.md'), 'utf8')
  const sections = readme.matchAll(/^\| `(\w+)` \|/gm)
  for (const [, name] of [...sections, ['', 'heavy']]) {
    assert.match(withFigures(readme, name, 'new figures'), new RegExp(`figures of ${name} -->\n\`\`\`\nnew figures\n\`\`\`\n<!-- end`))
  }
  assert.throws(() => withFigures(readme, 'speed', ''), /no place for the figures of speed/)
  for (const [, name] of readme.matchAll(/(?:src|srcset)="([^"]+)"/g)) assert.ok(existsSync(path.join(folder, name)), name)
})

test('the chart says what was measured', async () => {
  const { chart } = await import('../../bench/chart.mjs')
  const figures = (bare, ours) => ({ bare: { ratio: { median: bare } }, ours: { ratio: { median: ours } } })
  const nodes = { 20: { 'default store, read': figures(1.8, 2.44) }, 24: { 'default store, read': figures(2.8, 2.31), 'Redis, read': figures(3.1, 1.78) } }
  const theme = { text: '#000', quiet: '#000', line: '#000', bare: '#000', reference: '#000', ours: '#000' }
  const drawn = chart({ machine: { processor: 'P', cores: 2, 'express-session': '1.19.0' }, data: { nodes } }, theme)
  const texts = Array.from(drawn.matchAll(/<text [^>]*>([^<]*)</g), ([, text]) => text)
  for (const text of ['Node.js 20', 'Node.js 24', '2.44', '2.31', '1.78']) assert.ok(texts.includes(text), text)
  assert.equal(texts.includes('Redis, session modified'), false)
})
