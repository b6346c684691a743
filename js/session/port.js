// How is a store asked, and when is its answer settled? The first thing it says counts, whatever way it says it.
// @ts-check
'use strict'

// Bound now: tests replace the global ones by a clock that stands still.
const { clearTimeout, setImmediate, setTimeout } = require('timers')
const { isPromise } = require('util').types
const debug = require('../core/debug')

const { nextTick } = process

/** By this a store declares that its methods take no callback, and that what they return is their answer. */
const PROMISES = Symbol('promises')

/** @typedef {'get' | 'set' | 'setIf' | 'touch' | 'destroy'} Method */

/**
 * Takes an answer. Where whoever asked has named an `asker`, that comes first, and what the store gives is two values.
 * @typedef {(...results: any[]) => void} Answered
 */

/**
 * The way in which a middleware asks stores; chosen once, by its options.
 *
 * @typedef {object} Port
 * @property {(store: any, method: Method, id: any, session: any, answered?: Answered, asker?: any) => void} ask calls a
 *   method of a store. It answers by calling back, by throwing, or by rejecting the promise that it returns; one that
 *   declares promises, by what it returns. What comes after the first answer is dropped. Without `answered` nobody is told,
 *   unless the method throws.
 * @property {(exchange: any, session: any, attempt: any, answered: (error?: any) => void) => void} [save] saves a session of
 *   a request, where that is more than to ask the store to `set` it
 * @property {(id: any) => string | undefined} [takeNext] the id of the session that takes the place of one which is about to be
 *   destroyed: it is left to whoever asks for it
 * @property {(session: any) => { id: any, text: string }} [baseOf] what `save` has to know of a session as it was read
 */

/** Nobody throws this. */
const NOTHING = {}

/** A timer that comes later than this, in milliseconds, shows that the event loop stood still. */
const LATE_MS = 10

/** @type {Port} waits for as long as it takes */
const plain = { ask }

/**
 * @param {any} store
 * @param {Method} method
 * @param {any} id
 * @param {any} session what `set` and `touch` are given; for `setIf` a pair
 * @param {Answered} [answered]
 * @param {any} [asker]
 * @throws what `answered` throws, and what the method throws where there is no `answered`
 */
function ask (store, method, id, session, answered, asker) {
  let isAnswered = false
  /** What the application threw from within `answered`. @type {unknown} */
  let thrown = NOTHING

  /**
   * @param {any} [error]
   * @param {any} [data]
   */
  function answer (error, data) {
    if (isAnswered) return answerAgain(method, error, thrown)
    isAnswered = true
    if (answered === undefined) return
    try {
      if (asker === undefined) answered.apply(undefined, /** @type {any} */ (arguments))
      else answered(asker, error, data)
    } catch (reason) {
      thrown = reason
      throw reason
    }
  }

  if (store[PROMISES]) return askPromise(store, method, id, session, answer)
  let promise
  try {
    promise = call(store, method, id, session, answer)
  } catch (error) {
    if (error === thrown || answered === undefined) throw error
    return answer(error || errorOf(error))
  }
  // Not whatever has a `then`: a query of Mongoose or Knex would run again.
  if (promise !== undefined && isPromise(promise)) {
    promise.then(undefined, (/** @type {any} */ reason) => answer(reason || errorOf(reason)))
  }
}

/**
 * @param {any} store one that declares promises
 * @param {Method} method
 * @param {any} id
 * @param {any} session
 * @param {Answered} answer
 */
function askPromise (store, method, id, session, answer) {
  settle(
    () => callPromise(store, method, id, session),
    (error, data) => error ? answer(error) : method === 'get' || method === 'setIf' ? answer(null, data) : answer()
  )
}

/**
 * @param {any} store
 * @param {Method} method
 * @param {any} id
 * @param {any} session
 */
function callPromise (store, method, id, session) {
  switch (method) {
    case 'set': case 'touch': return store[method](id, session)
    case 'setIf': return store.setIf(id, session.session, session.previous)
    default: return store[method](id)
  }
}

/**
 * Calls back with what a promise comes to, as `util.callbackify` does: what the callback throws is not the promise's.
 *
 * @param {() => any} start gives a promise, or a value; may throw
 * @param {(error: any, value?: any) => void} callback called in a later turn
 */
function settle (start, callback) {
  new Promise((resolve) => { resolve(start()) }).then(
    (value) => nextTick(callback, null, value),
    (reason) => nextTick(callback, reason || errorOf(reason))
  )
}

/**
 * @param {any} store
 * @param {Method} method
 * @param {any} id
 * @param {any} session
 * @param {Answered} answer
 */
function call (store, method, id, session, answer) {
  switch (method) {
    case 'get': return store.get(id, answer)
    case 'touch': return store.touch(id, session, answer)
    case 'set': return store.set(id, session, answer)
    case 'setIf': return store.setIf(id, session.session, session.previous, answer)
    default: return store.destroy(id, answer)
  }
}

/**
 * Many stores catch what their callback throws, and call it again with that, or reject with it: it is no answer of
 * theirs, and whose it is has to hear of it.
 *
 * @param {string} method
 * @param {any} error
 * @param {unknown} thrown
 * @throws what the application threw
 */
function answerAgain (method, error, thrown) {
  if (error === thrown) throw error
  debug(`the store answered ${method} again; the first answer counts`)
}

/**
 * A port that bounds the time a store may take for an answer.
 *
 * @param {number} ms
 * @returns {Port}
 */
function timed (ms) {
  // Not before it is needed: to load it takes a tenth of the start. And the clock is bound now, too.
  const { performance } = require('perf_hooks')
  const now = performance.now.bind(performance)
  return {
    ask (store, method, id, session, answered, asker) {
      if (answered === undefined) return ask(store, method, id, session)
      let isOver = false
      const first = (/** @type {any[]} */ ...results) => {
        if (isOver) return debug(`the store answered ${method} too late`)
        isOver = true
        clearTimeout(timer)
        if (asker === undefined) answered(...results)
        else answered(asker, ...results)
      }
      let isForgiven = false
      const asked = now()
      // What has arrived while the event loop stood still is handed over before it comes to an immediate.
      const expire = () => setImmediate(() => {
        if (isOver) return
        const late = now() - asked - ms
        if (isForgiven || !(late > LATE_MS)) return first(timeoutError(method, ms))
        // For as long the store was not listened to, and an answer may take several steps: a file is opened, then read.
        isForgiven = true
        timer = setTimeout(expire, Math.min(late, ms))
      })
      let timer = setTimeout(expire, ms)
      ask(store, method, id, session, first)
    }
  }
}

/**
 * @param {string} method
 * @param {number} ms
 */
function timeoutError (method, ms) {
  const error = new Error(`the session store did not answer ${method} within ${ms} ms`)
  return Object.assign(error, { code: 'ERR_SESSION_STORE_TIMEOUT' })
}

/** Message of an error that came without one. */
const UNTOLD = 'the session store failed'

/** What error handlers look for in an error. */
const TELLING = ['status', 'statusCode', 'code', 'headers', 'expose']

/**
 * What a store, or an application's function, reported as an error may be anything, a text that `next` takes for the
 * name of a route among it.
 *
 * @param {any} reported
 * @returns {Error}
 */
function errorOf (reported) {
  try {
    return translated(reported)
  } catch {
    // It cannot be looked at.
    return new Error(UNTOLD, { cause: reported })
  }
}

/** @param {any} reported */
function translated (reported) {
  // Not instanceof alone: an error may come from another realm (vm, jest).
  if (reported instanceof Error || Object.prototype.toString.call(reported) === '[object Error]') return reported
  const text = typeof reported === 'string' ? reported : reported?.message
  const error = new Error(typeof text === 'string' ? text : UNTOLD, { cause: reported })
  if (typeof reported !== 'object' || reported === null) return error
  for (const name of TELLING) {
    if (reported[name] !== undefined) Object.defineProperty(error, name, { configurable: true, enumerable: true, writable: true, value: reported[name] })
  }
  return error
}

module.exports = { PROMISES, errorOf, plain, settle, timed }
