// What do visitors of an Express application notice of the store behind it?
'use strict'

const { timeless } = require('./describe')

const crowd = 20

/** @type {Record<string, (lab: { app: import('./application'), settle: () => Promise<void> }) => Promise<import('./store-steps').Observation>>} */
const appSteps = {
  async 'counter in Express' ({ app, settle }) {
    const visits = [await app.get('/count')]
    for (let visit = 1; visit < 3; visit++) {
      await settle()
      visits.push(await app.get('/count', visits[0].cookie))
    }
    return judged(visits, ['1', '2', '3'])
  },

  async 'read-only request' ({ app, settle }) {
    const first = await app.get('/count')
    await settle()
    const visits = [first, await app.get('/look', first.cookie), await app.get('/look', first.cookie)]
    return judged(visits, ['1', '1', '1'])
  },

  async regenerate ({ app, settle }) {
    const first = await app.get('/count')
    await settle()
    const second = await app.get('/regenerate', first.cookie)
    await settle()
    const visits = [first, second, await app.get('/look', second.cookie), await app.get('/look', first.cookie)]
    return judged(visits, ['1', 'regenerated', '100', 'undefined'])
  },

  async 'destroy in Express' ({ app, settle }) {
    const first = await app.get('/count')
    await settle()
    const second = await app.get('/destroy', first.cookie)
    await settle()
    return judged([first, second, await app.get('/look', first.cookie)], ['1', 'destroyed', 'undefined'])
  },

  async 'concurrent requests' ({ app, settle }) {
    const together = (visit) => Promise.all(Array.from({ length: crowd }, visit))
    const known = await app.get('/count')
    await settle()
    const strangers = await together(() => app.get('/count'))
    await settle()
    const answers = [
      ...strangers,
      ...await together((_, visitor) => app.get('/count', strangers[visitor].cookie)),
      ...await together(() => app.get('/look', known.cookie))
    ]
    return tallied(answers, { 1: 2 * crowd, 2: crowd })
  }
}

function judged (visits, expected) {
  const seen = visits.map(({ text, cookie, calls }) => `${timeless(text)} (${calls.join(' ')}${cookie ? ', cookie' : ''})`)
  return { holds: visits.every(({ text }, visit) => text === expected[visit]), saw: seen.join(', ') }
}

function tallied (answers, expected) {
  const tally = {}
  for (const { text } of answers) tally[timeless(text)] = (tally[timeless(text)] ?? 0) + 1
  const holds = Object.entries(expected).every(([text, times]) => tally[text] === times)
  // How many of a crowd meet an older session is chance.
  return { holds, saw: holds ? 'as many of each answer as expected' : `other numbers of ${Object.keys(tally).sort().join(', ')}` }
}

module.exports = { appSteps }
