// How many requests does a whole Express application answer over HTTP, and what does each cost its process?
'use strict'

const { sides } = require('./measure/sides')
const { difference, median, quotient, roundByRound, summary } = require('./measure/statistics')
const { binaryOf, majors, runningMajor } = require('./server/nodes')
const { Program } = require('./server/program')
const { startRedis } = require('../tests/kit/redis-server')
const { partsOf } = require('./server/report')
const { Server } = require('./server/measured-server')
const workloads = require('./server/workloads')

// Fresh processes, because the compiler and the heap of one may have had luck.
const lengths = {
  full: { starts: 3, rounds: 10, milliseconds: 600, warmUp: 1500 },
  quick: { starts: 1, rounds: 3, milliseconds: 300, warmUp: 800 }
}

/**
 * @param {object} settings
 * @param {boolean} settings.quick
 * @param {boolean} [settings.heavy] an application of twenty middlewares instead of none
 * @param {number[]} [settings.nodes] versions of Node.js
 * @param {string} [settings.also] file of another build of ours, which takes part
 * @param {string[]} [settings.stores]
 * @param {typeof lengths.full} [settings.length]
 * @param {object} [settings.kept] what was found for other versions of Node.js
 * @param {(step: string) => void} settings.progress
 */
async function run ({
  quick, heavy = false, nodes = quick ? [runningMajor] : majors, also, stores = ['default', 'redis'], kept, progress,
  length = lengths[quick ? 'quick' : 'full']
}) {
  const files = {
    bare: undefined, reference: sides[0].file, ours: sides[1].file, ...!heavy && { least: require.resolve('./server/least') }, ...also && { also }
  }
  const wanted = workloads[heavy ? 'heavy' : 'light'].filter(({ store }) => stores.includes(store))
  const redis = wanted.some(({ store }) => store === 'redis') ? await startRedis() : undefined
  const found = {}
  const missing = nodes.filter((major) => !binaryOf(major))
  let load
  try {
    load = (await Program.start('load.js')).program
    for (const major of nodes.filter(binaryOf)) {
      const place = { binary: binaryOf(major), redisPort: redis?.port }
      found[major] = {}
      for (const workload of wanted.filter(({ store }) => store !== 'redis' || redis)) {
        found[major][workload.name] = await measure(workload, files, place, load, length, (step) =>
          progress(`Node.js ${major}, ${workload.name}: ${step}`))
      }
    }
  } finally {
    await load?.stop()
    await redis?.stop()
  }
  const data = { heavy, redis: redis?.version, nodes: { ...kept?.nodes, ...found } }
  return { data, parts: partsOf(data, { majors, missing, length }) }
}

async function measure (workload, files, place, load, { starts, rounds, milliseconds, warmUp }, progress) {
  const names = Object.keys(files)
  const turns = Object.fromEntries(names.map((name) => [name, []]))
  for (let start = 0; start < starts; start++) {
    progress(`start ${start + 1} of ${starts}`)
    await withServers(workload, files, place, async (servers) => {
      for (const name of names) await servers[name].warmUp(load, warmUp)
      for (let round = 0; round < rounds; round++) {
        for (const name of orderOf(names, round)) turns[name].push(await servers[name].turn(load, milliseconds))
      }
    })
  }
  progress('counting writes')
  const writes = {}
  await withServers(workload, files, { ...place, counting: true }, async (servers) => {
    for (const name of names) writes[name] = await servers[name].writesPerResponse(load, milliseconds)
  })
  return compared(turns, writes)
}

async function withServers (workload, files, place, use) {
  const started = await Promise.allSettled(Object.values(files).map((file) => Server.start(workload, file, place)))
  const running = started.filter(({ status }) => status === 'fulfilled').map(({ value }) => value)
  try {
    for (const { reason } of started) if (reason) throw reason
    await use(Object.fromEntries(Object.keys(files).map((name, index) => [name, running[index]])))
  } finally {
    for (const server of running) await server.stop()
  }
}

/** A, B, C; then C, A, B; and after a full circle the other way round, so that each comes in the wake of every other. */
function orderOf (names, round) {
  const first = names.length - round % names.length
  const order = [...names.slice(first), ...names.slice(0, first)]
  return Math.floor(round / names.length) % 2 === 0 ? order : order.toReversed()
}

function compared (turns, writes) {
  const all = (name, key) => turns[name].map((turn) => turn[key])
  const added = (name) => roundByRound(all(name, 'processor'), all('bare', 'processor'), difference)
  return Object.fromEntries(Object.keys(turns).map((name) => [name, {
    perSecond: median(all(name, 'perSecond')),
    p50: median(all(name, 'p50')),
    p99: median(all(name, 'p99')),
    processor: median(all(name, 'processor')),
    added: median(added(name)),
    writes: writes[name],
    // To express-session, but for the one that says so.
    ratio: summary(roundByRound(all(name, 'perSecond'), all('reference', 'perSecond'), quotient)),
    addedRatio: summary(roundByRound(added(name), added('reference'), quotient)),
    toBare: summary(roundByRound(all(name, 'perSecond'), all('bare', 'perSecond'), quotient))
  }]))
}

module.exports = { orderOf, run }
