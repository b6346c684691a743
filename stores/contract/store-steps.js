// What does a store do when its methods are called one by one?
'use strict'

const { setTimeout: sleep } = require('node:timers/promises')
const { ask, isFine, saysNone } = require('./ask')
const { describe, describeAnswer, describeReply } = require('./describe')
const { hasData, hour, newSession } = require('./sessions')

/**
 * @typedef {{ session: any, store: any, settle: () => Promise<void> }} Lab
 * @typedef {{ holds?: boolean, saw: string }} Observation `holds` is missing where stores may differ
 * @type {Record<string, (lab: Lab) => Promise<Observation>>}
 */
const storeSteps = {
  async 'set and get' (lab) {
    const answer = await keep(lab, 'set-and-get')
    if (!isFine(answer)) return { holds: false, saw: describeReply(answer) }
    const found = await get(lab, 'set-and-get')
    return { holds: isFine(found) && hasData(found.value), saw: describeAnswer(found) }
  },

  async touch (lab) {
    if (!lab.store.touch) return none
    await keep(lab, 'touch')
    const before = await get(lab, 'touch')
    const answer = await ask(lab.store, 'touch', idOf('touch'), sessionFor(lab, 'touch', { maxAge: 2 * hour }))
    await lab.settle()
    const found = await get(lab, 'touch')
    return {
      holds: isFine(answer) && isFine(found) && hasData(found.value),
      saw: `${describeReply(answer)}, then ${moved(before, found)}: ${describeAnswer(found)}`
    }
  },

  async 'set again' (lab) {
    await keep(lab, 'set-again')
    const answer = await keep(lab, 'set-again', { views: 2 })
    const found = await get(lab, 'set-again')
    return { holds: isFine(answer) && hasData(found.value, 2), saw: `${describeReply(answer)}, then ${describeAnswer(found)}` }
  },

  async 'get missing' (lab) {
    const found = await get(lab, 'missing')
    return { holds: saysNone(found), saw: describeAnswer(found) }
  },

  async destroy (lab) {
    await keep(lab, 'destroy')
    const answer = await ask(lab.store, 'destroy', idOf('destroy'))
    await lab.settle()
    const found = await get(lab, 'destroy')
    return { holds: isFine(answer) && saysNone(found), saw: `${describeReply(answer)}, then ${describeAnswer(found)}` }
  },

  async 'destroy missing' ({ store }) {
    const answer = await ask(store, 'destroy', idOf('never-kept'))
    return { holds: isFine(answer), saw: describeReply(answer) }
  },

  async length (lab) {
    if (!lab.store.length || typeof lab.store.length !== 'function') return none
    const before = await ask(lab.store, 'length')
    await keep(lab, 'length-1')
    await keep(lab, 'length-2')
    const after = await ask(lab.store, 'length')
    const grown = after.value - before.value
    return { holds: grown === 2, saw: Number.isFinite(grown) ? `grew by ${grown}` : kindOf(after) }
  },

  async all (lab) {
    if (!lab.store.all) return none
    await keep(lab, 'all-1', { views: 101 })
    await keep(lab, 'all-2', { views: 102 })
    const answer = await ask(lab.store, 'all')
    const found = Object.values(answer.value ?? {}).map(describe).filter((text) => /views: 10[12]\b/.test(text)).sort()
    return { holds: found.length === 2, saw: `${kindOf(answer)} with ${found.join(' and ')}` }
  },

  async clear (lab) {
    if (!lab.store.clear) return none
    await keep(lab, 'clear')
    const answer = await ask(lab.store, 'clear')
    await lab.settle()
    const found = await get(lab, 'clear')
    return { holds: isFine(answer) && saysNone(found), saw: `${describeReply(answer)}, then ${describeAnswer(found)}` }
  },

  async expiry (lab) {
    await keep(lab, 'expiry', { maxAge: 1500 })
    await sleep(2600)
    return { saw: saysNone(await get(lab, 'expiry')) ? 'gone' : 'still there' }
  }
}

const none = { saw: 'has no such method' }

// As long as real ids, since some tables have columns of a fixed length.
function idOf (name) {
  return `lab-${name}`.padEnd(32, '0')
}

function sessionFor ({ session, store }, name, choices) {
  return newSession(session, store, idOf(name), choices)
}

async function keep (lab, name, choices) {
  const answer = await ask(lab.store, 'set', idOf(name), sessionFor(lab, name, choices))
  await lab.settle()
  return answer
}

function get ({ store }, name) {
  return ask(store, 'get', idOf(name))
}

function moved (before, after) {
  const expiry = ({ value }) => Number(new Date(value?.cookie?.expires ?? value?.cookie?._expires ?? NaN))
  const difference = expiry(after) - expiry(before)
  if (Number.isNaN(difference)) return 'expires at an unknown time'
  return difference > hour / 2 ? 'expires later' : 'expires when it did'
}

function kindOf (answer) {
  if (!isFine(answer)) return describeAnswer(answer)
  if (answer.value === null || typeof answer.value !== 'object') return describe(answer.value)
  return Array.isArray(answer.value) ? 'an array' : 'an object'
}

module.exports = { idOf, storeSteps }
