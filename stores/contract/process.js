// What does one store do in a process of its own, with the module that is installed in the tree it runs in?
//
// Started by lab/process.mjs, which tells it in messages what to do and hears of each step as it ends, so that a step
// that ends the process is known by name.
'use strict'

const { setTimeout: sleep } = require('node:timers/promises')
const Application = require('./application')
const { appSteps } = require('./app-steps')
const { ask, isFine, messageOf } = require('./ask')
const { describeAnswer, timeless } = require('./describe')
const { hasData, newSession } = require('./sessions')
const { idOf, storeSteps } = require('./store-steps')
const { treeAt } = require('./tree')
const { variants } = require('./variants')
const { storeNamed } = require('../rows')

const steps = { ...storeSteps, ...appSteps }

const parts = {
  // Every step of the contract, beginning with the one that comes after the last that is known.
  async contract (lab, { from }) {
    await reportStep(from, 'construct', () => construction(lab))
    for (const [name, step] of Object.entries({ ...steps, ...variants[lab.variant]?.steps })) await reportStep(from, name, () => step(lab))
  },

  // Sessions that other processes will look for.
  async leave (lab) {
    await ask(lab.store, 'set', idOf('left'), newSession(lab.session, lab.store, idOf('left')))
    const { cookie } = await lab.app.get('/count')
    await lab.settle()
    const record = await lab.recordOf?.(lab.store, idOf('left'))
    process.send({ left: { cookie, record } })
  },

  async visit (lab, { name, cookie, count }) {
    await reportStep(undefined, name, async () => {
      const found = await ask(lab.store, 'get', idOf('left'))
      const { text } = await lab.app.get('/count', cookie)
      await lab.settle()
      const holds = isFine(found) && hasData(found.value) && text === String(count)
      return { holds, saw: `count ${text}, session ${describeAnswer(found)}` }
    })
  }
}

async function openLab ({ store: name, backend, place, variant }) {
  const row = storeNamed(name)
  const tree = treeAt(process.cwd(), row.stubs)
  const session = tree.require('express-session')
  const store = await row.on[backend]({ ...tree, session, place })
  const settle = () => sleep(row.settle ?? 0)
  const lab = { session, store, settle, variant, options: variants[variant]?.options, express: tree.require('express'), recordOf: row.recordOf, close: row.close }
  return { ...lab, app: await new Application(lab).listen() }
}

function construction ({ session, store }) {
  const optional = ['touch', 'all', 'length', 'clear'].filter((method) => typeof store[method] === 'function')
  return {
    holds: ['on', 'createSession', 'get', 'set', 'destroy'].every((method) => typeof store[method] === 'function'),
    saw: `${store instanceof session.Store ? 'a Store' : 'not a Store'} with ${optional.join(', ') || 'nothing optional'}`
  }
}

let reached = false

async function reportStep (from, name, step) {
  if (from !== undefined && !reached) {
    reached = name === from
    return
  }
  process.send({ begin: name })
  process.send({ step: name, ...await step() })
}

async function orderly (body) {
  try {
    await body()
    process.send({ done: true })
  } catch (error) {
    process.send({ done: true, failure: timeless(messageOf(error)) })
  }
}

let lab

process.on('message', (message) => orderly(async () => {
  if (message.part === 'open') {
    lab = await openLab(message)
  } else if (message.part === 'close') {
    await lab.close?.(lab.store)
    setImmediate(() => process.exit())
  } else {
    await parts[message.part](lab, message)
  }
}))

process.on('disconnect', () => process.exit())
