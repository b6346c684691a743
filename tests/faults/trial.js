// What happens in a request whose store misbehaves?
'use strict'

const session = require('../module-under-test')
const { SECRET } = require('../shim/signed-cookie')
const { STORE_TIMEOUT } = require('./faults')
const FaultyStore = require('./faulty-store')
const { visit } = require('./visit')

/**
 * @typedef {object} Trial
 * @property {string} [method] of the store, the one with the fault
 * @property {import('./faults').Fault} fault
 * @property {import('./endings').Ending} [ending]
 * @property {string} [cookie]
 * @property {boolean} [isStopped] whether the handler does not run
 * @property {number} errors how many `next` is to get
 * @property {(req: any, res: any, context: { store: FaultyStore, leave: () => Promise<void> }) => any} handle
 */

/**
 * @param {import('./lines')} lines
 * @param {Trial} trial
 * @returns {Promise<import('./visit').Seen & { asked: number }>} `asked`: how often the faulty method was called
 */
async function run (lines, { method, fault, ending = {}, cookie, isStopped = false, errors, handle }) {
  const store = new FaultyStore(method, fault, (action) => { visitor.leave().then(action) })
  store.seed('known')
  const visitor = visit(lines, {
    middleware: session({
      secret: SECRET, store, resave: false, saveUninitialized: false, unset: 'destroy',
      storeTimeout: fault.isBounded ? STORE_TIMEOUT : undefined
    }),
    handle: (req, res) => handle(req, res, { store, leave: visitor.leave }),
    server: ending.server,
    method: ending.method,
    cookie,
    isOver: (seen) => store.asked > 0 && store.pending === 0 && seen.passed >= (isStopped ? 0 : 1) && seen.errors.length >= errors
  })
  return Object.assign(await visitor.seen, { asked: store.asked })
}

module.exports = { run }
