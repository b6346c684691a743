// Whose turn is it to tell the store what becomes of a session? Within one process, one after the other.
// @ts-check
'use strict'

const { AsyncResource } = require('async_hooks')
// Bound now: tests replace the global ones by a clock that stands still.
const { clearTimeout, setTimeout } = require('timers')

/**
 * How long a turn may last, in milliseconds. A store that never answers is not to hold up all requests of a session, nor the
 * memory of this process: then they are to each other what requests of other processes are.
 */
const LONGEST = 10_000

/** Begins, and calls what it is given when it is through. @typedef {(done: () => void) => void} Act */

/** The lines in which requests wait, each before the session that has its id. */
class Turns {
  constructor () {
    /** Who waits, by id, while somebody has the turn. @type {Map<any, Act[]>} */
    this.lines = new Map()
  }

  /**
   * @param {any} id
   * @param {Act} act begins at once where nobody else has the turn
   */
  take (id, act) {
    const line = this.lines.get(id)
    // What the act does belongs to the request that asked for the turn, not to the one that gives it up.
    if (line) return line.push(AsyncResource.bind(act))
    this.lines.set(id, [])
    this.begin(id, act)
  }

  /**
   * @param {any} id
   * @param {Act} act
   */
  begin (id, act) {
    let isOver = false
    const end = () => {
      if (isOver) return
      isOver = true
      clearTimeout(timer)
      const next = this.lines.get(id)?.shift()
      if (next) this.begin(id, next)
      else this.lines.delete(id)
    }
    const timer = setTimeout(end, LONGEST).unref()
    act(end)
  }
}

/** By store: several middlewares may share one. @type {WeakMap<any, Turns>} */
const all = new WeakMap()

/**
 * @param {any} store
 * @returns {Turns} of its sessions
 */
function turnsOf (store) {
  const present = all.get(store)
  if (present) return present
  const fresh = new Turns()
  all.set(store, fresh)
  return fresh
}

module.exports = { turnsOf }
