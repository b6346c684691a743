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
 * @property {'callback' | 'next' | 'nobody'} hears who gets an error of the store that comes after the response has ended
 */

/** @type {Call[]} */
const calls = [
  { name: 'save(cb)', method: 'set', hears: 'callback', start: (session, store, callback) => session.save(callback) },
  { name: 'save()', method: 'set', hears: 'next', start: (session) => session.save() },
  { name: 'reload(cb)', method: 'get', hears: 'callback', start: (session, store, callback) => session.reload(callback) },
  { name: 'regenerate(cb)', method: 'destroy', hears: 'callback', start: (session, store, callback) => session.regenerate(callback) },
  { name: 'destroy(cb)', method: 'destroy', hears: 'callback', start: (session, store, callback) => session.destroy(callback) },
  { name: 'destroy()', method: 'destroy', hears: 'nobody', start: (session) => session.destroy() },
  { name: 'store.load(cb)', method: 'get', hears: 'callback', start: (session, store, callback) => store.load('known', callback) }
]

/**
 * @param {import('./lines')} lines
 * @param {Call} call
 * @param {Fault} fault
 * @returns {Promise<string>} ok, or the first trouble
 */
async function callWith (lines, { method, hears, start }, fault) {
  const told = []
  const seen = await run(lines, {
    fault, cookie: signedCookie('known'), errors: errorsFor(hears, fault),
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

  // Nobody but the caller could hear of what a store throws.
  if (hears === 'nobody' && fault.name.endsWith('throws')) seen.thrown = []
  return troubleOfAll(seen) ?? troubleOfWhoHears(seen, told, hears, fault) ?? 'ok'
}

// What failed before the response ends is saved by its end.
function errorsFor (hears, { name, message }) {
  const isMadeUpFor = ['an error at once', 'throws'].includes(name)
  return message !== undefined && hears === 'next' && !isMadeUpFor ? 1 : 0
}

function troubleOfWhoHears ({ passed, errors, outcome }, told, hears, fault) {
  const { name, message, isLate } = fault
  const fails = message !== undefined
  if (passed !== 1 || errors.length !== errorsFor(hears, fault)) return 'next'
  if (!errors.every((error) => error instanceof Error && error.message.includes(message))) return 'no Error'
  if (told.length !== (hears === 'callback' ? 1 : 0)) return 'callback'
  if (hears === 'callback' && Boolean(told[0]) !== fails) return 'callback'
  if (hears === 'callback' && fails && !(told[0].message ?? told[0]).includes(message)) return 'callback'
  if (isLate) return
  if (hears === 'nobody' && name.endsWith('throws')) return
  if (outcome.status !== 200 || outcome.body !== 'done') return 'answer'
}

module.exports = { callWith, calls }
