// Does a method that an application calls itself keep what it promises, while the store fails in one way?
'use strict'

const { signedCookie } = require('../shim/signed-cookie')
const { troubleOfAll } = require('./at-the-end')
const { run } = require('./trial')

/** @typedef {import('./faults').Fault} Fault */

/**
 * @typedef {object} Call
 * @property {string} name
 * @property {string} method of the store
 * @property {(session: any, store: any, callback: (error?: any) => void) => void} start
 * @property {'callback' | 'next'} hears who gets an error of the store
 * @property {boolean} [isUnbounded] whether no `storeTimeout` applies, because there is no middleware to name it
 */

/** @type {Call[]} */
const calls = [
  { name: 'save(cb)', method: 'set', hears: 'callback', start: (session, store, callback) => session.save(callback) },
  { name: 'save()', method: 'set', hears: 'next', start: (session) => { session.save() } },
  { name: 'reload(cb)', method: 'get', hears: 'callback', start: (session, store, callback) => session.reload(callback) },
  { name: 'regenerate(cb)', method: 'destroy', hears: 'callback', start: (session, store, callback) => session.regenerate(callback) },
  { name: 'destroy(cb)', method: 'destroy', hears: 'callback', start: (session, store, callback) => session.destroy(callback) },
  { name: 'destroy()', method: 'destroy', hears: 'next', start: (session) => { session.destroy() } },
  { name: 'store.load(cb)', method: 'get', hears: 'callback', isUnbounded: true, start: (session, store, callback) => store.load('known', callback) }
]

/**
 * @param {import('./lines')} lines
 * @param {Call} call
 * @param {Fault} fault
 * @returns {Promise<string>} ok, or the first trouble
 */
async function callWith (lines, { name, method, hears, isUnbounded, start }, fault) {
  if (isUnbounded && fault.isBounded) return 'ok'
  const told = []
  const seen = await run(lines, {
    fault, cookie: signedCookie('known'), errors: errorsFor(name, hears, fault),
    handle: (req, res, { store }) => {
      // The end of the response is not what fails here.
      const mend = () => { store.method = undefined }
      const done = (error) => {
        mend()
        told.push(error)
        res.end('done')
      }
      store.method = method
      try {
        start(req.session, store, done)
      } finally {
        mend()
      }
      if (hears !== 'callback') res.end('done')
    }
  })

  return troubleOfAll(seen) ?? troubleOfWhoHears(seen, told, errorsFor(name, hears, fault), hears, fault) ?? 'ok'
}

// The response waits for both, and its end makes up for a save that failed.
function errorsFor (call, hears, { message }) {
  return message !== undefined && hears === 'next' && call !== 'save()' ? 1 : 0
}

function troubleOfWhoHears ({ passed, errors, outcome }, told, expected, hears, fault) {
  const { message, isLate } = fault
  const fails = message !== undefined
  if (passed !== 1 || errors.length !== expected) return `next: ${errors.length} for ${expected}`
  if (!errors.every((error) => error instanceof Error && error.message.includes(message))) return 'no Error'
  if (told.length !== (hears === 'callback' ? 1 : 0)) return 'callback'
  if (hears === 'callback' && Boolean(told[0]) !== fails) return 'callback'
  if (hears === 'callback' && fails && !(told[0].message ?? told[0]).includes(message)) return 'callback'
  if (isLate) return
  if (outcome.status !== 200 || outcome.body !== 'done') return 'answer'
}

module.exports = { callWith, calls }
