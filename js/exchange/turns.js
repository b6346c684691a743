// Whose turn is it to tell the store what becomes of a session? Within one process, one after the other.
// @ts-check
'use strict'

const { AsyncResource } = require('async_hooks')
// Bound now: tests replace the global ones by a clock that stands still.
const { clearTimeout, setTimeout } = require('timers')

/**
 * How long somebody waits for a turn, in milliseconds. A store that never answers is not to hold up all requests of a
 * session: then they are to each other what requests of other processes are.
 */
const PATIENCE = 10_000

/** Begins, and calls what it is given when it is through. @typedef {(done: () => void) => void} Act */

/** The lines in which requests wait, each before the session that has its id. */
class Turns {
  constructor () {
    /** By id, while somebody has the turn. @type {Map<any, Turn>} */
    this.current = new Map()
  }

  /**
   * @param {any} id
   * @param {Act} act begins at once where nobody else has the turn
   */
  take (id, act) {
    const turn = this.current.get(id)
    // What the act does belongs to the request that asked for the turn, not to the one that gives it up.
    if (turn) turn.wait(AsyncResource.bind(act))
    else this.begin(id, act, [])
  }

  /**
   * @param {any} id
   * @param {Act} act
   * @param {Act[]} line
   */
  begin (id, act, line) {
    const turn = new Turn(line, () => {
      const next = line.shift()
      if (next) this.begin(id, next, line)
      else this.current.delete(id)
    })
    this.current.set(id, turn)
    if (line.length > 0) turn.hurry()
    act(() => turn.end())
  }
}

/** One turn, and who waits for the next. */
class Turn {
  /**
   * @param {Act[]} line
   * @param {() => void} ended
   */
  constructor (line, ended) {
    this.line = line
    this.ended = ended
    this.isOver = false
    /** @type {NodeJS.Timeout | undefined} */
    this.timer = undefined
  }

  /** @param {Act} act */
  wait (act) {
    this.line.push(act)
    this.hurry()
  }

  /** Ends in time, now that somebody waits. */
  hurry () {
    this.timer ??= setTimeout(() => this.end(), PATIENCE).unref()
  }

  end () {
    if (this.isOver) return
    this.isOver = true
    clearTimeout(this.timer)
    this.ended()
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
