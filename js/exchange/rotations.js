// Who follows to a session that was regenerated, and for how long?
// @ts-check
'use strict'

const { Grace } = require('../core/calls')
const debug = require('../core/debug')
const { checkGrace, graceAction } = require('../core/optional-calls')
const { generateThrough } = require('../session/generate')
const { signpost } = require('./record')

/** @typedef {import('./exchange')} Exchange */
/** @typedef {import('../session/life').Next} Next */

/**
 * One that this process has made. Who waits hears when the new session and the signpost to it are in the store.
 * @typedef {{ next: Next, waiting: ((error?: any) => void)[] | undefined }} Rotation
 */

/** How many are remembered: more would be somebody's attack, and what falls out is found in the store. */
const MOST_KNOWN = 10_000

/** Sessions that were regenerated with a grace, by the ids that they had. */
class Rotations {
  /** @param {(session: any) => unknown} user says whose a session is */
  constructor (user) {
    this.user = user
    /** @type {Map<any, Rotation>} */
    this.known = new Map()
  }

  /** @param {Next} next */
  static isFollowed ({ since, grace }) {
    return graceAction(since, grace, Date.now()) === Grace.Follow
  }

  /**
   * @param {any} session or what a store keeps of one
   * @returns {string | undefined} undefined for nobody's
   */
  ownerOf (session) {
    const user = this.user(session)
    return user == null || user === '' || user === false ? undefined : String(user)
  }

  /**
   * @param {any} id
   * @returns {Rotation | undefined}
   */
  find (id) {
    const rotation = this.known.get(id)
    if (rotation === undefined || Rotations.isFollowed(rotation.next)) return rotation
    this.known.delete(id)
    return undefined
  }

  /**
   * Forgets a rotation, because the session that came of it is destroyed.
   *
   * @param {any} id
   * @returns {string | undefined} the id of that session
   */
  take (id) {
    const rotation = this.find(id)
    this.known.delete(id)
    return rotation?.next.id
  }

  /**
   * Checks that a session may be regenerated with a grace.
   *
   * @param {Exchange} exchange
   * @param {any} session
   * @param {Record<string, any>} kept what the new session is to hold
   * @param {number} grace
   * @returns {(settled: (error?: any) => void) => void} does it
   * @throws {TypeError} where it may not
   */
  prepare (exchange, session, kept, grace) {
    const owner = this.ownerOf(session)
    checkGrace(typeof grace === 'number' ? grace : NaN, owner, this.ownerOf(kept))
    const user = /** @type {string} */ (owner)
    return (settled) => {
      const rotation = this.find(session.id)
      if (rotation !== undefined) this.join(exchange, rotation, settled)
      else this.rotate(exchange, session.id, kept, user, grace, settled)
    }
  }

  /**
   * @param {Exchange} exchange
   * @param {string} id
   * @param {Record<string, any>} kept
   * @param {string} user
   * @param {number} grace
   * @param {(error?: any) => void} settled
   */
  rotate (exchange, id, kept, user, grace, settled) {
    const { carrier, settings: { store } } = exchange
    generateThrough(store, carrier, (failure) => {
      if (failure) return settled(failure)
      // Another request may have been faster, while this one waited for its id.
      const rotation = this.find(id)
      if (rotation !== undefined) return this.join(exchange, rotation, settled)
      Object.assign(carrier.session, kept)
      this.write(exchange, id, user, grace, settled)
    })
  }

  /**
   * Stores the session that a request has been given, and the signpost to it.
   *
   * @param {Exchange} exchange
   * @param {string} id which the session had
   * @param {string} user
   * @param {number} grace
   * @param {(error?: any) => void} settled
   */
  write ({ carrier, settings: { port, store } }, id, user, grace, settled) {
    const next = { id: carrier.sessionID, user, since: Date.now(), grace }
    const rotation = this.note(id, { next, waiting: [] })
    const done = (/** @type {any} */ error) => {
      const { waiting } = rotation
      rotation.waiting = undefined
      if (error) this.known.delete(id)
      settled(error)
      for (const go of waiting ?? []) go(error)
    }
    // Nobody is to be sent to a session that is not there.
    const saved = (/** @type {any} */ error) => {
      if (error) return done(error)
      port.ask(store, 'set', id, signpost(id, store, next), done)
    }
    let hasBegun = false
    try {
      carrier.session.save((/** @type {any} */ error) => { hasBegun = true; saved(error) })
    } catch (error) {
      // It cannot be serialized; what comes behind the save is not its error.
      if (hasBegun) throw error
      done(error)
    }
  }

  /**
   * Gives a request that regenerates what another has regenerated the session which that has made.
   *
   * @param {Exchange} exchange
   * @param {Rotation} rotation
   * @param {(error?: any) => void} settled
   */
  join (exchange, { next, waiting }, settled) {
    debug('the session was regenerated, and the request follows')
    const { port, store } = exchange.settings
    const go = (/** @type {any} */ failure) => {
      if (failure) return settled(failure)
      port.ask(store, 'get', next.id, undefined, (error, data) => {
        if (error) return settled(error)
        try {
          if (!data || this.ownerOf(data) !== next.user) throw new Error('failed to load session')
          exchange.follows(next.id)
          exchange.inflate(data)
        } catch (thrown) {
          return settled(thrown)
        }
        settled()
      })
    }
    if (waiting) waiting.push(go)
    else go(undefined)
  }

  /**
   * @param {any} id
   * @param {Rotation} rotation
   * @returns {Rotation} `rotation`
   */
  note (id, rotation) {
    for (const [old, { next }] of this.known) {
      if (this.known.size < MOST_KNOWN && Rotations.isFollowed(next)) break
      this.known.delete(old)
    }
    this.known.set(id, rotation)
    return rotation
  }
}

module.exports = Rotations
