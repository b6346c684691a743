// How often does the store of a middleware hear of sessions that do not change?
// @ts-check
'use strict'

const debug = require('../core/debug')
const Held = require('../core/held')
const core = require('../core/optional-calls')

/** @typedef {import('../session/port').Port} Port */

/** How many sessions are remembered, in 14 bytes each: what falls out costs a touch too many. */
const REMEMBERED = 65_536

/** What the store of one middleware was told of lately. */
class Touches {
  /** @param {number} touchAfter in milliseconds; the core has checked it */
  constructor (touchAfter) {
    this.touchAfter = touchAfter
    this.held = new Held(core, () => core.newTouches(REMEMBERED))
  }

  /** What the core holds. */
  get touches () {
    return this.held.current
  }

  /**
   * The way in which the store is asked: what is destroyed is forgotten.
   *
   * @param {Port} port
   * @returns {Port}
   */
  through (port) {
    return {
      ...port,
      ask: (store, method, id, session, answered, asker) => {
        if (method === 'destroy') this.forget(id)
        port.ask(store, method, id, session, answered, asker)
      }
    }
  }

  /**
   * @param {any} id of a session that did not change
   * @returns {boolean} whether the store is to be told, which is then taken for done
   */
  shouldTouch (id) {
    return typeof id !== 'string' || core.shouldTouch(this.touches, id, Date.now(), this.touchAfter)
  }

  /** @param {any} id of a session of which the store has just been told */
  remember (id) {
    if (typeof id === 'string') attempt(() => core.rememberTouch(this.touches, id, Date.now()))
  }

  /** @param {any} id of a session of which the store does not know after all */
  forget (id) {
    if (typeof id === 'string') attempt(() => core.forgetTouch(this.touches, id))
  }
}

/**
 * A core that fails starts anew, with nothing remembered: that costs touches alone, and whoever waits for the store is not to
 * wait in vain for it.
 *
 * @param {() => void} note
 */
function attempt (note) {
  try {
    note()
  } catch {
    debug('the core failed, and with it went what the store was told of lately')
  }
}

module.exports = Touches
