// What does one store do on one backend under each of the two modules, and do they differ?

import { createRequire } from 'node:module'
import { merge } from './merge.mjs'
import { StoreProcess } from './process.mjs'

const require = createRequire(import.meta.url)
const { timeless } = require('../contract/describe')

/** @typedef {import('./verdict.mjs').Found} Found */

const modes = ['reference', 'ours']
const mostEnds = 6
// how the id of the session begins that the contract leaves behind
const idLeft = 'lab-left'

/**
 * Runs a store under both modules. What differs is run again: a step differs only if the two modules never do the same.
 *
 * @param {object} store a row of ../rows
 * @param {string} backendName
 * @param {object} backend one of ../backends that is running
 * @param {{ reference: string, ours: string }} trees folders in which the store is installed beside each module
 * @param {number} [mostAttempts]
 * @returns {Promise<{ reference: Found, ours: Found, differing: string[] }>}
 */
export async function tryStore (store, backendName, backend, trees, mostAttempts = 3) {
  const attempts = []
  let merged
  do {
    const found = {}
    for (const mode of modes) found[mode] = await observed({ store, backendName, backend, mode, trees })
    attempts.push(found)
    merged = merge(attempts)
  } while (merged.differing.length > 0 && attempts.length < mostAttempts)
  return merged
}

/**
 * Runs a store under one module, in a place of its own.
 *
 * @param {{ store: object, backendName: string, backend: object, mode: string, trees: object, variant?: string }} trial
 * @returns {Promise<Found>}
 */
export async function observed (trial) {
  const place = await trial.backend.fresh()
  return withoutPlace(await observe({ ...trial, place }), place)
}

function withoutPlace (found, { folder }) {
  return folder ? JSON.parse(JSON.stringify(found).replaceAll(JSON.stringify(folder).slice(1, -1), '<folder>')) : found
}

async function observe (trial) {
  const { store, backend, place, mode, trees } = trial
  const { steps, failure, process } = await runContract(trial)
  if (failure) return { steps, failure }

  const sharing = store.sharing ?? backend.sharing
  const { cookie, trouble, ...left } = await leaveSessions(process)
  if (sharing !== 'live' || trouble) await process.close()
  if (trouble) return { steps: { ...steps, 'leave a session': { holds: false, saw: trouble } } }

  const record = left.record ?? await backend.record?.(place, idLeft)
  if (record !== undefined) steps['record as kept'] = { saw: timeless(record) }
  if (sharing !== 'never') {
    const other = modes.find((name) => name !== mode)
    Object.assign(steps, await visit(trial, trees[mode], { name: 'second process', cookie, count: 2 }))
    Object.assign(steps, await visit(trial, trees[other], { name: 'read by the other module', cookie, count: 3 }))
  }
  if (sharing === 'live') await process.close()
  return { steps }
}

async function leaveSessions (process) {
  let left
  const { ended, failure } = await process.ask({ part: 'leave' }, (message) => { left ??= message.left })
  if (ended) return { trouble: endOf(ended) }
  if (failure) return { trouble: `fails: ${failure}` }
  return left.cookie ? left : { trouble: 'no session cookie' }
}

// A step that ends the process is one that fails; the others are run in a new process.
async function runContract (trial) {
  const steps = {}
  let running, last
  const heard = ({ begin, step, ...observation }) => {
    if (begin) running = begin
    if (step) steps[last = step] = observation
  }
  for (let ends = 0; ends < mostEnds; ends++) {
    const process = new StoreProcess(trial.trees[trial.mode], trial.place)
    const opening = await process.ask(openMessage(trial))
    if (opening.failure || opening.ended) {
      await process.close()
      return { steps, failure: opening.failure ?? endOf(opening.ended) }
    }
    const outcome = await process.ask({ part: 'contract', from: last }, heard)
    if (outcome.done && !outcome.failure) return { steps, process }
    await process.close()
    steps[last = running] = { holds: false, saw: outcome.failure ? `fails: ${outcome.failure}` : endOf(outcome.ended) }
  }
  return { steps, failure: 'ends its process again and again' }
}

async function visit (trial, tree, message) {
  const process = new StoreProcess(tree, trial.place)
  const steps = {}
  const opening = await process.ask(openMessage(trial))
  const outcome = opening.failure || opening.ended
    ? opening
    : await process.ask({ part: 'visit', ...message }, ({ step, ...observation }) => { if (step) steps[step] = observation })
  await process.close()
  if (outcome.ended) return { [message.name]: { holds: false, saw: endOf(outcome.ended) } }
  return outcome.failure ? { [message.name]: { holds: false, saw: `fails: ${outcome.failure}` } } : steps
}

function openMessage ({ store, backendName, place, variant }) {
  return { part: 'open', store: store.name, backend: backendName, place, variant }
}

function endOf (complaint) {
  return timeless(`ends the process: ${complaint}`)
}

