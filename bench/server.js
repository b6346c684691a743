// How many requests does an Express application answer over HTTP?
'use strict'

const { fork } = require('node:child_process')
const { once } = require('node:events')
const path = require('node:path')
const { figure, ratio } = require('./measure/report')
const { median, quotient, roundByRound } = require('./measure/statistics')
const { startRedis } = require('./server/redis')

async function run ({ quick, progress }) {
  const rounds = quick ? 2 : 6
  const seconds = quick ? 1 : 4
  const redis = await startRedis()
  const servers = []
  try {
    servers.push(await start('nobody', 'default'))
    for (const store of redis ? ['default', 'redis'] : ['default']) {
      for (const side of ['express-session', 'ours']) servers.push(await start(side, store, redis?.port))
    }
    for (let round = -1; round < rounds; round++) {
      for (const server of round % 2 === 0 ? servers : servers.toReversed()) {
        progress(`round ${round + 1} of ${rounds}: ${server.name}`)
        const result = await load(server, round < 0 ? 1 : seconds)
        // The first round is for the compiler.
        if (round >= 0) server.results.push(result)
      }
    }
  } finally {
    for (const { child } of servers) child.kill()
    await redis?.stop()
  }
  return report(servers, redis, { rounds, seconds })
}

async function start (side, store, redisPort) {
  const name = side === 'nobody' ? 'no session' : `${side}, ${store === 'redis' ? 'Redis' : 'default'} store`
  const child = fork(path.join(__dirname, 'server', 'app.js'), [side, store, String(redisPort)], { execArgv: [] })
  const port = await Promise.race([
    once(child, 'message').then(([message]) => message.port),
    once(child, 'exit').then(() => { throw new Error(`the server for ${name} did not start`) })
  ])
  const url = `http://127.0.0.1:${port}/`
  const login = await fetch(new URL('/login', url))
  const cookie = login.headers.get('set-cookie')?.split(';', 1)[0] ?? 'theme=dark'
  const answer = await (await fetch(url, { headers: { cookie } })).json()
  if (!answer.signedIn) throw new Error(`${name}: the session was lost`)
  return { name, side, store, child, url, cookie, results: [] }
}

async function load ({ name, url, cookie }, seconds) {
  const child = fork(path.join(__dirname, 'server', 'load.js'), [url, String(seconds), cookie], {
    execArgv: [], stdio: ['ignore', 'ignore', 'inherit', 'ipc'], timeout: (seconds + 20) * 1000
  })
  const [result] = await Promise.race([
    once(child, 'message'),
    once(child, 'exit').then(() => { throw new Error(`${name}: the load ended early`) })
  ])
  if (result.failed > 0) throw new Error(`${name}: ${result.failed} requests failed`)
  return result
}

function report (servers, redis, { rounds, seconds }) {
  const all = (server, key) => server.results.map((result) => result[key])
  const data = servers.map((server) => {
    const reference = servers.find(({ side, store }) => side === 'express-session' && store === server.store)
    return {
      name: server.name,
      perSecond: median(all(server, 'perSecond')),
      p50: median(all(server, 'p50')),
      p99: median(all(server, 'p99')),
      ratio: median(roundByRound(all(server, 'perSecond'), all(reference, 'perSecond'), quotient))
    }
  })
  return {
    data,
    parts: [{
      question: 'How many requests does an Express 5 application answer over HTTP?',
      how: [
        `A returning visitor with an unmodified session, 20 connections on loopback, ${rounds} rounds of ${seconds} s each, in turns;`,
        'the load comes from a process of its own on the same machine. Medians; the ratio is of requests a second.'
      ],
      columns: ['sessions', 'requests/s', 'p50 ms', 'p99 ms', 'to express-session'],
      rows: data.map((row) => [row.name, figure(row.perSecond), figure(row.p50), figure(row.p99), ratio(row.ratio)]),
      notes: [redis
        ? `redis-server ${redis.version}, connect-redis 9.0.0.`
        : 'redis-server is not installed here, so there are no figures for Redis.']
    }]
  }
}

module.exports = { run }
