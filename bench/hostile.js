// What does a hostile Cookie header cost?
'use strict'

const { headers } = require('./hostile/headers')
const { bare, withSessions } = require('./measure/application')
const { figure, ratio, spread } = require('./measure/report')
const { scenario } = require('./measure/scenarios')
const { sides } = require('./measure/sides')
const { difference, quotient, roundByRound, summary } = require('./measure/statistics')
const { takeTurns } = require('./measure/turns')
const { verify } = require('./measure/verified')
const { secret } = require('./measure/visitors')

const GOAL = 1.0

// As many as a team may have that never takes one away. A value that is signed with none of them costs an HMAC for each.
const secrets = [...Array.from({ length: 9 }, (_, month) => `a secret of month ${month}`), secret]

/** @type {import('./measure/scenarios').Scenario[]} */
const hostile = headers.map(({ name, cookies }) => scenario(name, { cookies, options: { secret: secrets }, calls: {} }))

async function run ({ quick, progress }) {
  for (const each of hostile) verify(each)
  const data = []
  for (const each of hostile) {
    progress(each.name)
    const bytes = each.cookies.length
    data.push({ name: each.name, bytes, ...await measure(each, lengthFor(bytes, quick)) })
  }
  const slower = data.filter((row) => row.ratio.median > GOAL)
  return {
    data,
    parts: [{
      question: 'What does a hostile Cookie header cost?',
      how: [
        'Microseconds of processor time for a whole pass, less the bare response: the middleware reads the header, finds no session, the',
        'application answers, and the middleware decides that nothing is saved or set. Ten secrets. Median (tenth-nine tenths) over all',
        'rounds, in turns. Both answered every request with the same bytes and no store call before they were timed. That node:http',
        'takes no more than 16 kB of headers unless it is told to is not changed by either.'
      ],
      columns: ['Cookie header', 'express-session adds', 'ours adds', 'ratio'],
      rows: data.map((row) => [row.name, spread(row.reference), spread(row.ours), ratio(row.ratio.median)]),
      goals: [{
        text: `none costs more than in express-session${slower.length > 0 ? `; but ${slower.map(({ name }) => name).join(', ')}` : ''}`,
        met: slower.length === 0
      }],
      notes: [`In all: express-session ${figure(sum(data, 'reference'))}, ours ${figure(sum(data, 'ours'))} us.`]
    }]
  }
}

/** A megabyte fills a turn many times over. */
function lengthFor (bytes, quick) {
  if (quick) return { rounds: 4, batch: 300 }
  return { rounds: bytes > 100_000 ? 20 : 120 }
}

async function measure (each, settings) {
  const [reference, ours] = sides.map(({ session }) => withSessions(session, each))
  const times = await takeTurns({ bare: bare(each), reference, ours }, settings)
  const added = (side) => roundByRound(times[side], times.bare, difference)
  return {
    reference: summary(added('reference')),
    ours: summary(added('ours')),
    ratio: summary(roundByRound(added('ours'), added('reference'), quotient))
  }
}

function sum (data, side) {
  return data.reduce((total, row) => total + row[side].median, 0)
}

module.exports = { run }
