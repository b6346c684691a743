// Do the exports answer or throw, but never trap, and does their memory stay what it is?
'use strict'

const Dice = require('../differential/dice')
const BareCalls = require('./bare-calls')
const { freshInstance, packageFiles } = require('./instance')
const { knownTraps } = require('./known-traps')
const PackageCalls = require('./package-calls')
const Values = require('./values')

const INPUTS_BETWEEN_LOOKS = 500
// What calls are made of.
const PARTS = ['constructor', 'text', 'number', 'optional', 'attributes', 'record']

/**
 * @param {number} seed the same seed gives the same inputs
 * @param {(inputs: number) => boolean} goesOn
 */
function fuzz (seed, goesOn) {
  const values = new Values(new Dice(seed))
  const leftOut = knownTraps()
  const [bare, behindPackage] = [freshInstance(), packageFiles()]
  const suspects = [new BareCalls(bare, values, leftOut), new PackageCalls(behindPackage, values)]
  const calls = suspects.flatMap((suspect) => namesOf(suspect.constructor).map((name) => ({ suspect, name })))
  const outcome = { leftOut: [...leftOut], inputs: 0, thrown: 0, trap: undefined, memory: [] }

  while (!outcome.trap && goesOn(outcome.inputs)) {
    const { suspect, name } = values.of(calls)
    try {
      suspect[name]()
    } catch (error) {
      outcome.thrown++
      if (isTrap(error)) outcome.trap = `seed ${seed}, input ${outcome.inputs}, ${suspect.constructor.name} ${name}: ${error.stack}`
    }
    if (outcome.inputs++ % INPUTS_BETWEEN_LOOKS > 0) continue
    if (!outcome.trap && !works(bare.glue)) outcome.trap = `seed ${seed}, input ${outcome.inputs}: nothing is signed or read any more`
    outcome.memory.push(total([...bare.held, ...behindPackage.held]))
  }
  return outcome
}

function namesOf (Calls) {
  return Object.getOwnPropertyNames(Calls.prototype).filter((name) => !PARTS.includes(name))
}

function total (all) {
  return {
    bytes: all.reduce((sum, { memory }) => sum + memory.buffer.byteLength, 0),
    references: all.reduce((sum, { references }) => sum + references.length, 0)
  }
}

// core.js hides a trap behind an error of its own, and starts a fresh instance.
function isTrap (error) {
  return [error, error?.cause].some((thrown) => thrown instanceof WebAssembly.RuntimeError)
}

/** Whether a cookie that is set brings its id back. */
function works (glue) {
  const cookie = new glue.SessionCookie('sid')
  cookie.addSecret(Buffer.from('secret'))
  const idLength = glue.generateSessionId()
  // in one integer with the place where the id begins
  const isRead = (cookie.readId(cookie.serialize(idLength, { flags: 0 })) & 0xffff) === idLength << 1
  cookie.free()
  return isRead
}

/** By how much memory grew in the second half of a run, when all that is needed has been asked for. */
function growth ({ memory }) {
  const [middle, last] = [memory[memory.length >> 1], memory.at(-1)]
  return { bytes: last.bytes - middle.bytes, references: last.references - middle.references }
}

module.exports = { fuzz, growth, isTrap, works }
