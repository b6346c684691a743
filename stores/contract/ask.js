// What does a store answer: through its callback, by throwing, or not at all?
'use strict'

const patience = 4000

/**
 * Calls a method of a store as the middleware does: with a callback, and with no regard for what it returns.
 *
 * @returns {Promise<{ fault?: string, error?: unknown, value?: unknown }>} `fault` where there was no answer
 */
function ask (store, method, ...args) {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve({ fault: 'never calls back' }), patience)
    const settle = (outcome) => {
      clearTimeout(timer)
      resolve(outcome)
    }
    try {
      store[method](...args, (error, value) => settle(error ? { error } : { value }))
    } catch (error) {
      settle({ fault: `throws ${messageOf(error)}` })
    }
  })
}

/** Whether an answer says that there is no such session, in a way that the middleware understands. */
function saysNone ({ fault, error, value }) {
  return !fault && (error ? error.code === 'ENOENT' : !value)
}

function isFine ({ fault, error }) {
  return !fault && !error
}

function messageOf (error) {
  return String(error?.message || error?.code || error).split('\n')[0]
}

module.exports = { ask, isFine, messageOf, saysNone }
