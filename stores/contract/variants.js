// Which options has our middleware in a variant of the contract, and what does it promise with them?
'use strict'

const { lifetimeSteps } = require('./lifetimes')
const { mergingSteps } = require('./merging')

const meeting = 'Two requests at once change a key each, and a request that has loaded a session ends after a log-out: no key is lost, and no session comes back.'

/** @type {Record<string, { title: string, promise: string, options: object, steps: Record<string, any> }>} */
const variants = {
  merge: { title: "`concurrency: 'merge'`", promise: meeting, options: { concurrency: 'merge' }, steps: mergingSteps },
  reject: { title: "`concurrency: 'reject'`", promise: meeting, options: { concurrency: 'reject' }, steps: mergingSteps },
  // What express-session does: so that what the two above promise is seen to be missing.
  'last-write': { title: "`concurrency: 'last-write'`", promise: meeting, options: {}, steps: mergingSteps },
  lifetimes: {
    title: '`absoluteTimeout` and `idleTimeout`',
    promise: 'A session ends when it should and not before, used or not, whatever `touch` makes of its record.',
    options: { absoluteTimeout: 24 * 3600_000, idleTimeout: 3600_000 },
    steps: lifetimeSteps
  }
}

module.exports = { variants }
