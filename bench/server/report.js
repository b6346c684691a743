// How are the figures of the servers written for people?
'use strict'

const { connections } = require('./measured-server')
const { figure, ratio } = require('../measure/report')

const labels = {
  bare: 'no sessions', reference: 'express-session', ours: 'ours', least: 'the least a session takes', also: 'ours, the other build'
}

const lines = [
  { label: labels.bare, side: 'bare', key: 'ratio' },
  { label: labels.ours, side: 'ours', key: 'ratio' },
  { label: labels.least, side: 'least', key: 'ratio' },
  { label: labels.also, side: 'also', key: 'ratio' },
  { label: 'ours, added processor time', side: 'ours', key: 'addedRatio' },
  { label: 'the least, added processor time', side: 'least', key: 'addedRatio' },
  { label: 'the other build, added processor time', side: 'also', key: 'addedRatio' }
]

// Requests a second and added processor time, as times of express-session's; requests a second as times of those without sessions.
const goals = [
  { workload: 'default store, read', key: 'ratio', least: { 24: 2.1, 26: 2.1, 22: 2.4, 20: 2.4 } },
  { workload: 'Redis, read', key: 'ratio', least: { 24: 1.7, 26: 1.7, 22: 2.2, 20: 2.2 } },
  { workload: 'Redis, read, touchAfter', key: 'ratio', least: { 24: 1.6, 26: 1.6, 22: 1.6, 20: 1.6 } },
  { workload: 'default store, read', key: 'toBare', least: { 24: 0.7, 22: 1.2, 20: 1.2 } },
  { workload: 'default store, read', key: 'addedRatio', most: { 24: 0.15 } },
  { workload: 'default store, modify', key: 'addedRatio', most: { 24: 0.25 } }
]
const meanings = {
  ratio: "requests/s over express-session's",
  toBare: 'requests/s over those without sessions',
  addedRatio: "added processor time over express-session's"
}

/**
 * @param {any} data
 * @param {{ majors: number[], missing: number[], length: any }} circumstances
 * @returns {import('../measure/report').Part[]}
 */
function partsOf ({ heavy, redis, nodes }, { majors, missing, length }) {
  const measured = majors.filter((major) => nodes[major])
  const application = heavy ? 'an Express application of twenty middlewares' : 'an Express 5 application'
  const overview = {
    question: `How many times the requests a second of express-session does ${application} answer?`,
    how: ['Medians of ratios that were formed round by round; below them the processor time that ours adds to a request, over what theirs does.'],
    columns: ['', ...measured.map((major) => `Node.js ${major}`)],
    rows: workloadsOf(nodes).flatMap((workload) => [
      [workload, ...measured.map(() => '')],
      ...lines.filter(({ side }) => measured.some((major) => nodes[major][workload]?.[side])).map(({ label, side, key }) =>
        [`  ${label}`, ...measured.map((major) => middle(nodes[major][workload]?.[side]?.[key]))])
    ]),
    notes: [
      ...missing.map((major) => `Node.js ${major} is not installed here, and was left out.`),
      ...redis || heavy ? [] : ['Redis was left out: redis-server is not installed here, or was not asked for.']
    ],
    goals: heavy ? [] : goals.flatMap((goal) => judged(goal, nodes))
  }
  return [overview, ...measured.map((major) => nodePart(major, nodes[major], { application, redis, length }))]
}

function workloadsOf (nodes) {
  return Array.from(new Set(Object.values(nodes).flatMap((workloads) => Object.keys(workloads))))
}

function middle (summary) {
  return summary ? ratio(summary.median) : ''
}

function judged ({ workload, key, least, most }, nodes) {
  return Object.entries(least ?? most).filter(([major]) => nodes[major]?.[workload]).map(([major, goal]) => {
    const found = nodes[major][workload]
    const value = found.ours[key].median
    const limit = found.least ? `; the least a session takes: ${ratio(found.least[key].median)}` : ''
    return {
      text: `Node.js ${major}, ${workload}: ${meanings[key]} ${ratio(value)}, goal at ${least ? 'least' : 'most'} ${ratio(goal)}${limit}`,
      met: least ? value >= goal : value <= goal
    }
  })
}

function nodePart (major, workloads, { application, redis, length: { starts, rounds, milliseconds } }) {
  return {
    question: `What does ${application} do on Node.js ${major}?`,
    how: [
      `A returning visitor on each of ${connections} connections of loopback, with five cookies; the load comes from a process of its own on the`,
      `same machine. ${starts * rounds} rounds of ${milliseconds / 1000} s for each server, in turns, in ${starts} fresh ` +
        `process${starts === 1 ? '' : 'es'} each. Medians; the ratios, formed round by`,
      'round, with what a tenth and nine tenths of the rounds stay below. "us": microseconds of processor time of the server\'s',
      'process for a request, which hold on a busy machine too. Writes: to the socket, for a response, counted in a run of their own.'
    ],
    columns: ['', 'requests/s', 'to express-session', 'p99 ms', 'us', 'added us', 'to express-session', 'writes'],
    rows: Object.entries(workloads).flatMap(([workload, found]) => [
      [workload, '', '', '', '', '', '', ''],
      ...Object.keys(labels).filter((side) => found[side]).map((side) => [`  ${labels[side]}`, ...cells(side, found[side])])
    ]),
    notes: redis ? [`redis-server ${redis}; its own processor time is not counted.`] : []
  }
}

function cells (side, { perSecond, ratio: times, p99, processor, added, addedRatio, writes }) {
  const isReference = side === 'reference'
  return [
    figure(perSecond),
    isReference ? '1.00' : ratios(times),
    figure(p99),
    figure(processor),
    side === 'bare' ? '' : figure(added),
    side === 'bare' ? '' : isReference ? '1.00' : ratios(addedRatio),
    ratio(writes)
  ]
}

function ratios ({ median, low, high }) {
  return `${ratio(median)} (${ratio(low)}-${ratio(high)})`
}

module.exports = { partsOf }
