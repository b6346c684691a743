// How is a store asked where no request is to undo what another saved, or bring back what another destroyed?
// @ts-check
'use strict'

const debug = require('../core/debug')
const { Saving, hasSetIf } = require('./saving')
const { bury, isKnown, isTombstone, remember } = require('./tombstones')
const { turnsOf } = require('./turns')

/** @typedef {import('./exchange')} Exchange */
/** @typedef {import('./saves').Attempt} Attempt */
/** @typedef {import('../session/port').Answered} Answered */
/** @typedef {import('../session/port').Method} Method */
/** @typedef {import('../session/port').Port} Port */
/** @typedef {import('./saving').Base} Base */

/**
 * Makes the value of a key that two requests changed; undefined deletes the key.
 * @typedef {(base: any, mine: any, theirs: any) => any} Merger
 */

/**
 * A port that keeps what other requests have saved and destroyed.
 *
 * @implements {Port}
 */
class Merging {
  /**
   * @param {Port} port by which stores are asked
   * @param {boolean} rejects whether a request that would have to be merged fails
   * @param {Record<string, Merger>} mergers by key
   */
  constructor (port, rejects, mergers) {
    this.port = port
    this.rejects = rejects
    this.mergers = mergers
  }

  /**
   * @param {any} store
   * @param {Method} method
   * @param {any} id
   * @param {any} session
   * @param {Answered} [answered]
   * @param {any} [asker]
   */
  ask (store, method, id, session, answered, asker) {
    if (method === 'destroy') {
      this.destroy(store, id, asker === undefined ? answered : (error) => answered?.(asker, error))
    } else if ((method === 'get' && isTombstone(id)) || ((method === 'get' || method === 'touch') && isKnown(store, id))) {
      debug('the store is not asked: the session was destroyed a short while ago')
      this.port.ask(nowhere, 'get', id, undefined, answered, asker)
    } else {
      this.port.ask(store, method, id, session, answered, asker)
    }
  }

  /**
   * @param {any} store
   * @param {any} id
   * @param {Answered | undefined} answered
   */
  destroy (store, id, answered) {
    const next = this.port.takeNext?.(id)
    if (next === undefined) return this.destroyOne(store, id, answered)
    // Who logs out with the id from before a rotation logs out.
    this.destroy(store, next, (failure) => {
      this.destroyOne(store, id, (error, ...more) => answered?.(failure || error, ...more))
    })
  }

  /**
   * @param {any} store
   * @param {any} id
   * @param {Answered | undefined} answered
   */
  destroyOne (store, id, answered) {
    const { port } = this
    turnsOf(store).take(id, (done) => {
      const told = (/** @type {any[]} */ ...results) => {
        try {
          answered?.(...results)
        } finally {
          done()
        }
      }
      // Such a store does not take back a session that is gone.
      if (hasSetIf(store)) return port.ask(store, 'destroy', id, undefined, told)
      bury(port, store, id, (failure) => {
        port.ask(store, 'destroy', id, undefined, (error, ...more) => {
          if (!error && !failure) remember(store, id)
          told(error || failure, ...more)
        })
      })
    })
  }

  /**
   * Begins to keep what others change: from now on a save of the session is about what differs from this.
   *
   * @param {any} session which the store has given
   * @returns {Base}
   */
  baseOf (session) {
    return { id: session.id, text: JSON.stringify(session) }
  }

  /**
   * Saves a session.
   *
   * @param {Exchange} exchange
   * @param {any} session
   * @param {Attempt} attempt
   * @param {(error?: any) => void} answered
   */
  save (exchange, session, attempt, answered) {
    new Saving(this, exchange, session, attempt, answered).queue()
  }
}

/** A store that knows no session. */
const nowhere = {
  /**
   * @param {any} _id
   * @param {Answered} answered
   */
  get (_id, answered) { answered(null) }
}

module.exports = Merging
