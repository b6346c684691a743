// In which ways does a store misbehave, and what does each promise to whoever waits for its answer?
'use strict'

/**
 * A call of a store that goes wrong.
 * @typedef {object} Call
 * @property {(error?: any, data?: any) => void} callback
 * @property {any} data what a sound store would answer
 * @property {Error} error what this one may report
 * @property {(action: () => void) => void} whenGone makes the client go away, and acts once the server knows
 * @property {(action: () => void) => void} tooLate acts when `storeTimeout` is over
 */

/**
 * @typedef {object} Fault
 * @property {string} name
 * @property {(call: Call) => any} answer
 * @property {string} [message] of the one error that `next` gets; none: the store's answer is a good one
 * @property {boolean} [atOnce] whether it fails before the store's method has returned
 * @property {boolean} [isLate] whether the client has gone by then
 * @property {boolean} [isBounded] whether `storeTimeout` ends the wait
 */

const BROKEN = 'the disk is on fire'

/** Longer than a sound store takes here, and short enough to be waited for a hundred times. */
const STORE_TIMEOUT = 10
const TIMEOUT = `within ${STORE_TIMEOUT} ms`

/** @type {Fault[]} */
const always = [
  { name: 'an error', message: BROKEN, answer: ({ callback, error }) => { setImmediate(callback, error) } },
  { name: 'an error at once', message: BROKEN, atOnce: true, answer: ({ callback, error }) => { callback(error) } },
  { name: 'a text for an error', message: BROKEN, answer: ({ callback, error }) => { setImmediate(callback, error.message) } },
  { name: 'an object for an error', message: BROKEN, answer: ({ callback, error: { message } }) => { setImmediate(callback, { message }) } },
  { name: 'throws', message: BROKEN, atOnce: true, answer: ({ error }) => { throw error } },
  { name: 'rejects', message: BROKEN, answer: ({ error }) => Promise.reject(error) },
  { name: 'never', message: TIMEOUT, isBounded: true, answer: () => {} },
  { name: 'too late', message: TIMEOUT, isBounded: true, answer: ({ callback, data, tooLate }) => tooLate(() => callback(null, data)) },
  { name: 'an error, too late', message: TIMEOUT, isBounded: true, answer: ({ callback, error, tooLate }) => tooLate(() => callback(error)) },
  { name: 'twice', answer: ({ callback, data }) => { setImmediate(callback, null, data); setImmediate(callback, null, data) } },
  { name: 'twice an error', message: BROKEN, answer: ({ callback, error }) => { setImmediate(callback, error); setImmediate(callback, error) } },
  { name: 'at once', answer: ({ callback, data }) => { callback(null, data) } },
  { name: 'at once, then throws', answer: ({ callback, data, error }) => { callback(null, data); throw error } },
  { name: 'at once, then rejects', answer: ({ callback, data, error }) => { callback(null, data); return Promise.reject(error) } },
  { name: 'late', isLate: true, answer: ({ callback, data, whenGone }) => whenGone(() => callback(null, data)) },
  { name: 'an error, late', isLate: true, message: BROKEN, answer: ({ callback, error, whenGone }) => whenGone(() => callback(error)) }
]

const garbage = { '{}': {}, 'a text': 'text', 'an array': [1], 'no cookie': { user: 'alice', cookie: null } }

/** @type {Fault[]} `get` alone has an answer that can be garbage */
const garbled = Object.entries(garbage).map(([what, data]) => (
  { name: what, message: '', answer: ({ callback }) => { setImmediate(callback, null, data) } }
))

/** @type {Fault} the others' answers say nothing */
const ignored = { name: 'garbage', answer: ({ callback }) => { setImmediate(callback, null, { user: 'mallory' }, 7); return 'text' } }

/** @type {Record<string, Fault[]>} */
const faultsOf = {
  get: [...always, ...garbled],
  set: [...always, ignored],
  touch: [...always, ignored],
  destroy: [...always, ignored]
}

module.exports = { STORE_TIMEOUT, always, faultsOf }
