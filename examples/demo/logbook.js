// What did the last requests of a visitor do to the session?
'use strict'

const { AsyncLocalStorage } = require('node:async_hooks')

const KEPT_REQUESTS = 5
const KEPT_SESSIONS = 1000

/** @typedef {{ step: string, id: string, times: number }} Step what was done to which session */

/**
 * @typedef {object} Entry what one request did
 * @property {string} method
 * @property {string} path
 * @property {Date} time
 * @property {Step[]} steps
 */

class Logbook {
  constructor () {
    // A store is told a session id and not the request it is asked for; the asynchronous context knows.
    this.requests = new AsyncLocalStorage()
    /** Entries by session id, the newest first. @type {Map<string, Entry[]>} */
    this.histories = new Map()
    this.follow = this.follow.bind(this)
  }

  /** Middleware: what is noted from here on belongs to this request. */
  follow (req, res, next) {
    const entry = { method: req.method, path: req.path, time: new Date(), steps: [] }
    this.requests.run({ entry, history: undefined }, next)
  }

  /**
   * A request that deals with two sessions, the one before a log-in and the one after, hands the history on.
   *
   * @param {string} step
   * @param {string} id
   */
  note (step, id) {
    const request = this.requests.getStore()
    const { steps } = request.entry
    const last = steps.at(-1)
    if (last?.step === step && last.id === id) last.times += 1
    else steps.push({ step, id, times: 1 })
    request.history ??= [request.entry, ...(this.histories.get(id) ?? [])].slice(0, KEPT_REQUESTS)
    this.keep(id, request.history)
  }

  /** @returns {Step[]} what this request has done so far */
  steps () {
    return this.requests.getStore().entry.steps
  }

  /** @returns {Entry[]} this request and those before it, the newest first */
  history () {
    return this.requests.getStore().history ?? []
  }

  /** Forgets the session that has been left alone for longest when there are too many. */
  keep (id, history) {
    this.histories.delete(id)
    this.histories.set(id, history)
    if (this.histories.size > KEPT_SESSIONS) this.histories.delete(this.histories.keys().next().value)
  }
}

module.exports = Logbook
