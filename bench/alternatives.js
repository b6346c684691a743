// What would an application use instead, and what does that cost?
'use strict'

const { once } = require('node:events')
const { readFileSync } = require('node:fs')
const path = require('node:path')
const { Socket, request, response } = require('./measure/exchange')
const { figure, spread } = require('./measure/report')
const { difference, roundByRound, summary } = require('./measure/statistics')
const { heat, takeTurns } = require('./measure/turns')
const { cookieHeader, smallSession } = require('./measure/visitors')

const alternatives = [
  ...require('./alternatives/connect'),
  ...require('./alternatives/fastify'),
  ...require('./alternatives/koa'),
  ...require('./alternatives/iron')
]

async function run ({ quick, progress }) {
  const lanes = {}
  const bareOf = new Map()
  for (const { name, framework, create } of alternatives) {
    const answer = await create()
    lanes[name] = visits(answer, await logIn(answer, name))
    if (!bareOf.has(framework.name)) {
      bareOf.set(framework.name, `bare: ${framework.name}`)
      lanes[`bare: ${framework.name}`] = visits(await framework.bare(), cookieHeader())
    }
  }
  progress('warming up')
  await heat(Object.values(lanes), quick ? 100_000 : 400_000)
  progress('measuring')
  const times = await takeTurns(lanes, { rounds: quick ? 40 : 400, batch: 3000 })

  const data = alternatives.map(({ name, framework, keeps }) => {
    const bare = times[bareOf.get(framework.name)]
    return {
      name: `${name}${versionOf(name)}`,
      framework: framework.name,
      keeps,
      bare: summary(bare),
      added: summary(roundByRound(times[name], bare, difference)),
      cookieBytes: lanes[name].cookieBytes
    }
  })
  return {
    data,
    parts: [{
      question: 'What would an application use instead, and what does that cost?',
      how: [
        'Microseconds of processor time that each adds to the bare response of its own framework, median (tenth-nine tenths).',
        'A returning visitor with the same small session, unmodified, five cookies in the header. Stores are a Map of JSON texts,',
        'parsed on every get and counted for all that have one. Time of threads is counted too: the cryptography of iron-session runs there.'
      ],
      columns: ['sessions', 'framework', 'its bare response', 'added', 'cookie bytes'],
      rows: data.map(({ name, framework, bare, added, cookieBytes }) =>
        [name, framework, figure(bare.median), spread(added), String(cookieBytes)]),
      notes: [
        ...data.map(({ name, keeps }) => `${name}: ${keeps}.`),
        'Data in the cookie: no store to run, but no way to end a session at the server, and a limit of 4 kB.'
      ]
    }]
  }
}

/** Signs a visitor in, and gives the Cookie header of later requests. */
async function logIn (answer, name) {
  const socket = new Socket()
  socket.heard = []
  const res = await visit(answer, socket, cookieHeader(), '/login')
  // Not by getHeader: Fastify hands its headers to writeHead.
  const own = Array.from(Buffer.concat(socket.heard).toString('latin1').matchAll(/^set-cookie: ([^;\r]+)/gim), ([, cookie]) => cookie)
  if (res.statusCode !== 200 || own.length === 0) throw new Error(`${name}: no cookie was set`)
  const others = cookieHeader().split('; ')
  return [...others.slice(0, 2), ...own, ...others.slice(2)].join('; ')
}

function visits (answer, cookies) {
  const socket = new Socket()
  return {
    cookieBytes: cookies.length - cookieHeader().length,
    async run (count) {
      for (let i = 0; i < count; i++) {
        const { statusCode } = await visit(answer, socket, cookies, '/account')
        if (statusCode !== 200) throw new Error(`a response had status ${statusCode}`)
      }
    }
  }
}

async function visit (answer, socket, cookies, url) {
  const req = request(socket, { host: 'shop.example', cookie: cookies })
  req.url = url
  req.login = smallSession
  const res = response(req)
  const finished = once(res, 'finish')
  answer(req, res)
  await finished
  res.detachSocket(socket)
  return res
}

function versionOf (name) {
  const file = path.join(__dirname, 'node_modules', name, 'package.json')
  return name === 'ours' ? '' : ` ${JSON.parse(readFileSync(file, 'utf8')).version}`
}

module.exports = { run }
