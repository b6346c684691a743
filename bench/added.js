// What does a session middleware add to a request?
'use strict'

const { bare, least, withSessions } = require('./measure/application')
const { scenarios } = require('./measure/scenarios')
const { sides } = require('./measure/sides')
const { difference, geometricMean, median, quotient, roundByRound, summary } = require('./measure/statistics')
const { ratio, figure, spread } = require('./measure/report')
const { heat, takeTurns } = require('./measure/turns')
const { verify } = require('./measure/verified')

const GOAL_MEAN = 0.15
const GOAL_WORST = 0.20

const SMALL = 'returning, unmodified'
const LARGE = '12 kB, unmodified'

async function run ({ quick, progress }) {
  // All are verified before any is timed.
  for (const scenario of scenarios) verify(scenario)

  progress('warming up')
  for (const scenario of scenarios) await heat(lanesOf(scenario), quick ? 100_000 : 400_000)

  const found = []
  for (const scenario of scenarios) {
    progress(scenario.name)
    found.push({ name: scenario.name, verified: true, ...await measure(scenario, quick ? 40 : 400) })
  }
  const ratios = found.map((entry) => entry.ratio.median)
  const mean = geometricMean(ratios)
  const worst = Math.max(...ratios)
  const stores = await storeCosts(quick ? 40 : 200)
  progress('the least there is to do')
  const floor = { small: await leastOf(SMALL, quick ? 40 : 200), large: await leastOf(LARGE, quick ? 40 : 200) }

  return {
    data: { scenarios: found, geometricMean: mean, worst, stores, least: floor },
    parts: [{
      question: 'What does a session middleware add to a request?',
      how: [
        'Microseconds of processor time that each adds to the bare response, median (tenth-nine tenths) over all rounds.',
        "In one process, in turns, node's own request and response objects over a socket that discards what is written.",
        'Five cookies in the header, four of other origin. Both answered every scenario with the same bytes and the same store',
        "calls before they were timed. The store is the bench's own subclass of each module's Store: it parses before the clock",
        'starts and serializes after it stopped, so its cost is not in these figures; nothing but the bare response is subtracted.'
      ],
      columns: ['scenario', 'bare', 'express-session adds', 'ours adds', 'ratio'],
      rows: found.map((entry) => [
        entry.name, figure(entry.bare.median), spread(entry.reference), spread(entry.ours), ratio(entry.ratio.median)
      ]),
      notes: [
        `What a store on top costs either side: parsing ${figure(stores.small.parse)} us and serializing ` +
          `${figure(stores.small.stringify)} us for the small session, ${figure(stores.large.parse)} us and ` +
          `${figure(stores.large.stringify)} us for the one of ${(stores.large.bytes / 1000).toFixed(1)} kB.`,
        `With that added to both sides the geometric mean of ratios is ${ratio(meanWithStores(found, stores))}.`
      ],
      goals: [
        { text: `geometric mean of ratios ${ratio(mean)}, goal at most ${ratio(GOAL_MEAN)}`, met: mean <= GOAL_MEAN },
        { text: `largest ratio ${ratio(worst)}, goal at most ${ratio(GOAL_WORST)}`, met: worst <= GOAL_WORST }
      ]
    }, floorPart(found, stores, floor)]
  }
}

function floorPart (found, stores, floor) {
  const rows = [[SMALL, stores.small, floor.small], [LARGE, stores.large, floor.large]].map(([name, store, time]) => {
    const { ours, reference } = found.find((entry) => entry.name === name)
    const both = [reference, ours].map((added) => added.median + store.parse)
    return [name, figure(time), ...both.map(figure), ratio(time / both[0]), ratio(both[1] / time)]
  })
  return {
    question: 'How far is that from the least that a session costs?',
    how: [
      "The least: JSON.parse, node:crypto's HMAC of an id and res.setHeader, on the same requests and without any rule of sessions.",
      'Both sides with the parsing that their store does.'
    ],
    columns: ['scenario', 'the least', 'express-session', 'ours', 'least / express-session', 'ours / least'],
    rows
  }
}

async function leastOf (name, rounds) {
  const scenario = scenarios.find((each) => each.name === name)
  const times = await takeTurns({ bare: bare(scenario), least: least(scenario) }, { rounds })
  return median(roundByRound(times.least, times.bare, difference))
}

async function measure (scenario, rounds) {
  const [alone, reference, ours] = lanesOf(scenario)
  const times = await takeTurns({ bare: alone, reference, ours }, { rounds })
  const added = (side) => roundByRound(times[side], times.bare, difference)
  return {
    bare: summary(times.bare),
    reference: summary(added('reference')),
    ours: summary(added('ours')),
    ratio: summary(roundByRound(added('ours'), added('reference'), quotient))
  }
}

function lanesOf (scenario) {
  return [bare(scenario), ...sides.map(({ session }) => withSessions(session, scenario))]
}

async function storeCosts (rounds) {
  const jsonOf = (name) => JSON.stringify(scenarios.find((scenario) => scenario.name === name).session)
  const costs = async (json) => {
    const session = JSON.parse(json)
    const times = await takeTurns({
      parse: { run (count) { for (let i = 0; i < count; i++) JSON.parse(json) } },
      stringify: { run (count) { for (let i = 0; i < count; i++) JSON.stringify(session) } }
    }, { rounds })
    return { bytes: Buffer.byteLength(json), parse: median(times.parse), stringify: median(times.stringify) }
  }
  return { small: await costs(jsonOf(SMALL)), large: await costs(jsonOf(LARGE)) }
}

function meanWithStores (found, { small, large }) {
  return geometricMean(scenarios.map(({ name, calls }, index) => {
    const { parse, stringify } = name.startsWith('12 kB') ? large : small
    const store = calls.get * parse + calls.set * stringify
    return (found[index].ours.median + store) / (found[index].reference.median + store)
  }))
}

module.exports = { run }
