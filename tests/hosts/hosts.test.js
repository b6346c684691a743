// Does the packed package work under the Node.js that runs here, in a thread of it, and under Deno and Bun?
'use strict'

const { after, before, describe, test } = require('node:test')
const assert = require('node:assert/strict')
const { once } = require('node:events')
const http = require('node:http')
const { startRedis } = require('../kit/redis-server')
const { Installations } = require('../../hosts/installation')
const { processes, runningNode } = require('../../hosts/processes')
const { commandOf, serve } = require('../../hosts/run-process')
const { visitAll, visits } = require('../../hosts/visits')

const hosts = [runningNode, ...processes.filter(({ name }) => ['thread', 'deno', 'deno-without-read', 'bun'].includes(name))]

let installations
let redis
const folders = {}

before(async () => {
  const { installOwnPackages } = await import('../../scripts/workspace/own-packages.mjs')
  await installOwnPackages('hosts/runtimes')
  installations = await Installations.create()
  redis = await startRedis()
  folders.npm = await installations.withPackage()
})

after(async () => {
  await redis?.stop()
  await installations?.remove()
})

for (const host of hosts) {
  describe(host.label, () => {
    let served
    let missing

    before(async () => {
      if (!host.binary()) {
        missing = 'there is no binary for this platform'
        return
      }
      if (host.installer === 'bun') folders.bun ??= await installations.withPackage(host.binary())
      served = await serve(commandOf(host, folders[host.installer], 'server.mjs'), redis && `redis://127.0.0.1:${redis.port}`)
    })

    after(() => served?.stop())

    for (const { name, sentence, check } of visits) {
      test(sentence, async (t) => {
        const reason = missing ?? served.place.lacks[name]
        if (reason) t.skip(reason)
        else await check(served.place)
      })
    }
  })
}

test('every visit fails where sessions are not kept', async (t) => {
  const server = http.createServer((req, res) => { res.end('1') })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  t.after(() => server.close())
  const url = new URL(`http://127.0.0.1:${server.address().port}`)
  const results = await visitAll({ http: url, https: url, main: 'express5', lacks: {} })
  assert.deepEqual(results.filter(({ ok }) => ok), [])
})
