// Do sessions outlive the death of a process and of the store, and may the store itself be several machines?
'use strict'

const assert = require('node:assert/strict')
const { once } = require('node:events')
const net = require('node:net')
const { before, describe, test } = require('node:test')
const { setTimeout: wait } = require('node:timers/promises')
const { started } = require('../examples/process')
const { Crowd } = require('./crowd')
const { RedisServer, join, skip } = require('../kit/redis-server')
const { Visitor } = require('./visitor')

// Said by each test: of a suite that is skipped nothing is counted.
const options = { timeout: 60_000, skip }

describe('several processes with one Redis', () => {
  before(async () => {
    if (skip) return
    const { installOwnPackages } = await import('../../scripts/workspace/own-packages.mjs')
    await installOwnPackages('examples/cluster')
  })

  test('no session is lost, though a worker is killed and Redis crashes and comes back', options, async (t) => {
    const redis = await RedisServer.started(t)
    const example = started(t, 'examples/cluster/server.js', { PORT: '0', WORKERS: '2', REDIS_URL: redis.url })
    const crowd = new Crowd(t, await example.address(), { visitors: 50, visits: 50 })
    const allVisits = crowd.visit()

    await crowd.reached(800)
    const [victim] = crowd.workers()
    const killed = performance.now()
    process.kill(victim, 'SIGKILL')

    await crowd.reached(1600)
    const crashed = performance.now()
    await redis.crash()
    await wait(300)
    await redis.start()
    const back = performance.now()

    await allVisits
    for (const { views, acknowledged } of crowd.visitors) assert.ok(views >= acknowledged && acknowledged === 50)
    assert.equal(await redis.command('dbsize'), '50', 'nobody was given a second session')
    assert.equal(crowd.workers().length, 3, 'another worker takes the place of the one that was killed')

    // A client of Redis tries again after two seconds at most, a visitor gives up on a connection after five.
    const within = (start, end) => ({ at }) => start <= at && at <= end
    const outside = (events, ...windows) => events.filter((event) => !windows.some((contains) => contains(event)))
    assert.deepEqual(outside(crowd.failed(), within(crashed, back + 3000)), [])
    assert.deepEqual(outside(crowd.broken(), within(killed, killed + 6000), within(crashed, back + 6000)), [])
    report(t, crowd, { killed, crashed, back })

    example.child.kill('SIGTERM')
    const { code, stderr } = await example.ended
    assert.equal(code, 0)
    assert.match(stderr, new RegExp(`^Worker ${victim} ended with SIGKILL, another takes its place\\.$`, 'm'))
  })

  test('a request that is under way when the processes are told to stop is answered', options, async (t) => {
    const redis = await RedisServer.started(t)
    const example = started(t, 'examples/cluster/server.js', { PORT: '0', REDIS_URL: redis.url })
    const url = await example.address()
    const visitor = new Visitor(url, () => {})
    t.after(() => { visitor.hasLeft = true })
    await visitor.visit()

    await redis.command('client', 'pause', '30000', 'write')
    const answer = visitor.visit()
    while (!(await redis.command('info', 'clients')).includes('blocked_clients:1')) await wait(20)
    example.child.kill('SIGTERM')
    while (await isListening(url)) await wait(20)
    await redis.command('client', 'unpause')
    await Promise.race([answer, example.ended])
    assert.equal(visitor.views, 2)
    assert.deepEqual(await example.ended.then(({ code, stderr }) => ({ code, stderr })), { code: 0, stderr: '' })
  })

  test('the sessions of a Redis Cluster are on all of its nodes, and each is found again', options, async (t) => {
    const nodes = await Promise.all([1, 2, 3].map(() => RedisServer.started(t, ['--cluster-enabled', 'yes'])))
    await join(nodes)
    const urls = nodes.map(({ url }) => url).join(',')
    const example = started(t, 'examples/cluster/server.js', { PORT: '0', WORKERS: '2', REDIS_URL: urls })
    const crowd = new Crowd(t, await example.address(), { visitors: 50, visits: 10 })
    await crowd.visit()

    assert.deepEqual(crowd.visitors.map(({ views }) => views), Array(50).fill(10))
    assert.deepEqual(crowd.kinds(), { 200: 500 })
    const sessions = await Promise.all(nodes.map(async (node) => Number(await node.command('dbsize'))))
    assert.ok(sessions.every((count) => count > 0), `${sessions} sessions on the nodes`)
    assert.equal(sessions.reduce((sum, count) => sum + count), 50)
    t.diagnostic(`three nodes with ${sessions.join(', ')} sessions`)

    example.child.kill('SIGTERM')
    assert.equal((await example.ended).code, 0)
  })
})

async function isListening (url) {
  const { hostname, port } = new URL(url)
  const socket = net.connect(Number(port), hostname)
  try {
    await once(socket, 'connect')
    return true
  } catch {
    return false
  } finally {
    socket.destroy()
  }
}

// For whoever reads the output: what did visitors notice?
function report (t, crowd, { killed, crashed, back }) {
  const answers = [crashed, ...crowd.answered().map(({ at }) => at).filter((at) => at > crashed)]
  const pause = Math.max(...answers.slice(1).map((at, index) => at - answers[index]))
  const span = (start, events) => events.length === 0
    ? 'none'
    : `${Math.round(events[0].at - start)} to ${Math.round(events.at(-1).at - start)} ms after`
  t.diagnostic(`attempts by outcome: ${JSON.stringify(crowd.kinds())}`)
  t.diagnostic(`a worker was killed; broken connections: ${span(killed, crowd.broken())}`)
  t.diagnostic(`Redis was away for ${Math.round(back - crashed)} ms; answers 5xx: ${span(crashed, crowd.failed())}`)
  t.diagnostic(`longest time without any answer then: ${Math.round(pause)} ms`)
}
