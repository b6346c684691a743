// Does a session end when the middleware says, and not before, whatever its store does?
'use strict'

const { setTimeout: sleep } = require('node:timers/promises')
const Application = require('./application')

/** Milliseconds: long enough for a store on a busy machine, short enough to wait for. */
const idleTimeout = 4000
const absoluteTimeout = 6000
const pause = 1000

/** Milliseconds after an end: it has come then, however busy the machine is. */
const past = 250

/** @type {Record<string, (lab: import('./store-steps').Lab & { express: any, session: any }) => Promise<import('./store-steps').Observation>>} */
const lifetimeSteps = {
  async 'idle end' (lab) {
    const app = await applicationWith(lab, { idleTimeout })
    try {
      const { cookie } = await app.get('/count')
      await lab.settle()
      // Reads alone: longer than the time that it may be idle.
      const used = await looks(app, cookie, 5)
      await sleep(idleTimeout + past)
      return judged(used, await app.get('/look', cookie))
    } finally {
      await app.close()
    }
  },

  async 'absolute end' (lab) {
    const app = await applicationWith(lab, { absoluteTimeout })
    try {
      const start = Date.now()
      const { cookie } = await app.get('/count')
      await lab.settle()
      const used = await looks(app, cookie, 3)
      await sleep(start + absoluteTimeout + past - Date.now())
      return judged(used, await app.get('/look', cookie))
    } finally {
      await app.close()
    }
  }
}

function applicationWith (lab, options) {
  return new Application({ ...lab, options }).listen()
}

async function looks (app, cookie, times) {
  const answers = []
  for (let look = 0; look < times; look++) {
    await sleep(pause)
    answers.push((await app.get('/look', cookie)).text)
  }
  return answers
}

function judged (used, over) {
  return { holds: used.every((text) => text === '1') && over.text === 'undefined', saw: `${used.join(' ')}, and then ${over.text}` }
}

module.exports = { lifetimeSteps }
