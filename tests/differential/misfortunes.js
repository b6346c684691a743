'use strict'

// What may go wrong with the store during a request, so that both modules still have to do the same?
//
// What is ruled out here, and why, stands in left-out.js.

const choices = require('./choices')

const READING = new Set(['reload', 'store.load'])
const REGENERATING = new Set(['regenerate', 'store.generate', 'store.createSession'])
// Without a callback these give a promise, where express-session gives the session or fails a turn later.
const PROMISING = new Set(['reload', 'regenerate', 'destroy', 'store.load'])
const SAVING = new Set(['save', 'save kept'])

// `around` is the scenario as far as it is chosen: options, store and genid.
function chooseFaults (dice, around) {
  if (!dice.chance(0.15)) return []
  const method = dice.pick(choices.store.method)
  if (method !== 'get') return [{ method, kind: dice.pick(choices.store.fault) }]
  const fault = dice.chance(0.5)
    ? { method, gives: dice.pick(choices.store.garbage) }
    : { method, kind: dice.pick(choices.store.getFault) }
  return isFailure(fault) && around.options.unset === 'destroy' ? [] : [fault]
}

// What a handler does first where there is a fault: two errors are one too many for `next`.
function chooseSpoiling (dice, faults) {
  if (faults.length === 0) return []
  return faults[0].method === 'get' ? dice.pick(choices.store.besideGet) : dice.pick(choices.store.beside)
}

// The program without the steps in which the modules part ways.
function fitting (program, faults, { genid }) {
  const throwsWhenRead = faults.some(fault => fault.kind === 'throws' || ('gives' in fault && isFailure(fault)))
  const failsToSave = faults.some(fault => fault.method === 'set' && isFailure(fault))
  const isIn = (name) => program.some(step => step.do === name)
  const regenerates = program.some(step => REGENERATING.has(step.do)) || (isIn('assign id') && isIn('reload'))
  return program
    .filter(step => !(throwsWhenRead && READING.has(step.do)))
    .filter(step => !(genid === 'throws' && step.do === 'regenerate'))
    .filter(step => !(regenerates && (SAVING.has(step.do) || step.listener === 'saves')))
    .filter(step => !(failsToSave && SAVING.has(step.do) && step.then === 'bare'))
    .filter(step => !(step.do === 'delete' && ['id', 'req'].includes(step.key)))
    .map(step => PROMISING.has(step.do) && step.then === 'bare' ? { ...step, then: 'ignore' } : step)
    .map(step => step.do === 'reload' && step.then === 'ignore' ? { ...step, then: 'wait' } : step)
}

function isFailure ({ method, kind, ...rest }) {
  if ('gives' in rest) return !isSession(rest.gives)
  // to get, it says that there is no such session
  if (kind === 'ENOENT') return method !== 'get'
  return ['Error', 'text', 'throws'].includes(kind)
}

// Whether it is taken for no session at all, or makes one.
function isSession (given) {
  const isNothing = !given || '$undefined' in Object(given)
  return isNothing || (typeof given.cookie === 'object' && given.cookie !== null)
}

module.exports = { chooseFaults, chooseSpoiling, fitting }
