// How is one session saved, when others may have changed or destroyed it since it was read?
// @ts-check
'use strict'

const { Verdict } = require('../core/calls')
const debug = require('../core/debug')
const { mergeRecords } = require('../core/optional-calls')
const { lifeIn } = require('./record')
const { snapshot } = require('./snapshot')
const { destroyAgain, isKnown, look } = require('./tombstones')
const { turnsOf } = require('./turns')

/** @typedef {import('./exchange')} Exchange */
/** @typedef {import('./merging')} Merging */
/** @typedef {import('./saves').Attempt} Attempt */

/**
 * A session as it was read from the store, or last written there.
 * @typedef {object} Base
 * @property {any} id
 * @property {string} text the session as JSON
 */

/** How often a session is read again because another process was faster, until it counts as a conflict. */
const MOST_TRIES = 100

/** One save of a session. */
class Saving {
  /**
   * @param {Merging} merging
   * @param {Exchange} exchange
   * @param {any} session
   * @param {Attempt} attempt
   * @param {(error?: any) => void} answered
   */
  constructor (merging, exchange, session, attempt, answered) {
    this.merging = merging
    this.exchange = exchange
    this.session = session
    this.attempt = attempt
    this.answered = answered
    this.store = exchange.carrier.sessionStore
    this.id = session.id
    /** What this request made of the session. Now: what it does to the session later is not saved. */
    this.ours = JSON.stringify(session)
    this.base = exchange.base
    /** Whether the record is to be written even if only others have changed it. */
    this.isDue = exchange.isDue
    this.tries = 0
    /** Ends the turn. */
    this.done = () => {}
  }

  /** Waits for its turn, and saves the session. */
  queue () {
    turnsOf(this.store).take(this.id, (done) => this.begin(done))
  }

  /** @param {() => void} done */
  begin (done) {
    this.done = done
    const { base } = this.exchange
    this.attempting(() => {
      // Another save of this request was through in the meantime, and the session may hold what others changed.
      if (base !== this.base) this.ours = JSON.stringify(this.session)
      this.base = base
      if (base !== undefined && base.id === this.id) this.read()
      else if (this.id === this.exchange.carrier.sessionID) this.create()
      else this.end(destroyed())
    })
  }

  /** Saves a session that nobody else can know of. */
  create () {
    this.merging.port.ask(this.store, 'set', this.id, this.session, (error) => {
      if (!error) this.exchange.base = { id: this.id, text: this.ours }
      this.end(error)
    })
  }

  read () {
    if (isKnown(this.store, this.id)) return this.end(destroyed())
    this.tries++
    this.merging.port.ask(this.store, 'get', this.id, undefined, (error, data) => this.attempting(() => {
      if (error && error.code !== 'ENOENT') this.end(error)
      // Where a session was that was regenerated with a grace the way to the new one stands.
      else if (error || !data || lifeIn(data).next !== undefined) this.end(destroyed())
      else this.compare(data)
    }))
  }

  /** @param {any} data what the store has */
  compare (data) {
    const { base, ours } = this
    // As the request has read it: not what the store gave, but what was made of that.
    const theirs = JSON.stringify(this.revived({ ...data }))
    const answer = theirs === base?.text
      ? Verdict.Ours
      : mergeRecords(/** @type {Base} */ (base).text, ours, theirs, this.merging.rejects)
    switch (answer) {
      case Verdict.Ours: return this.write(data, ours)
      // An end that `expireAt` set is not in what others have written.
      case Verdict.Theirs: return this.isDue ? this.write(data, theirs) : this.keep(theirs)
      case Verdict.Conflict:
      case Verdict.Unreadable: return this.end(conflict())
      default: return this.write(data, this.merged(/** @type {string} */ (answer), theirs))
    }
  }

  /**
   * @param {string} answer of the core
   * @param {string} theirs
   * @returns {string} the record of both sides as JSON
   */
  merged (answer, theirs) {
    const { mergers } = this.merging
    const [keys, record] = JSON.parse(answer)
    const named = keys.filter((/** @type {string} */ key) => Object.hasOwn(mergers, key))
    if (named.length > 0) {
      const sides = [/** @type {Base} */ (this.base).text, this.ours, theirs].map((text) => JSON.parse(text))
      for (const key of named) {
        const [base, mine, other] = sides.map((side) => Object.hasOwn(side, key) ? side[key] : undefined)
        const value = mergers[key](base, mine, other)
        // Of which JSON would make an empty object.
        if (typeof value?.then === 'function') throw new TypeError(`merge.${key} returned a promise; a function has to return the value itself`)
        put(record, key, value)
      }
    }
    debug('the session is merged with what another request saved')
    return JSON.stringify(record)
  }

  /**
   * @param {any} previous what the store has
   * @param {string} text what it is to have
   */
  write (previous, text) {
    const { merging: { port }, store, id } = this
    // Some stores keep the very values of a session, dates among them.
    const session = text === this.ours && text === JSON.stringify(this.session) ? this.session : this.revived(JSON.parse(text))
    this.exchange.settings.lifetimes?.joinEnds(this.exchange, session, previous)
    if (hasSetIf(store)) {
      port.ask(store, 'setIf', id, { session, previous }, (error, isDone) => this.attempting(() => {
        if (error) this.end(error)
        else if (isDone) this.keep(text)
        else if (this.tries < MOST_TRIES) this.read()
        else this.end(conflict())
      }))
    } else {
      port.ask(store, 'set', id, session, (error) => this.verify(error, text))
    }
  }

  /**
   * Looks whether the session was destroyed while it was written; also where that failed, because it may yet have been.
   *
   * @param {any} failure
   * @param {string} text
   */
  verify (failure, text) {
    const { merging: { port }, store, id } = this
    look(port, store, id, (error, isThere) => {
      if (isThere) destroyAgain(port, store, id, (refused) => this.end(refused || destroyed()))
      else if (failure || error) this.end(failure || error)
      else this.attempting(() => this.keep(text))
    })
  }

  /**
   * The store has it: from here on the request goes.
   *
   * @param {string} text
   */
  keep (text) {
    const { exchange, id } = this
    if (text !== this.ours) this.adopt(text)
    exchange.base = { id, text }
    this.end()
  }

  /**
   * Gives the request what others changed, where it has not changed that itself since it asked for the session to be saved.
   *
   * @param {string} text
   */
  adopt (text) {
    const { session } = this
    const [asked, now, record] = [this.ours, JSON.stringify(session), text].map((each) => JSON.parse(each))
    this.attempt.content = snapshot(record)
    for (const key of Object.keys({ ...asked, ...record })) {
      if (key === 'cookie' || !isSame(asked, now, key) || isSame(now, record, key)) continue
      put(session, key, Object.hasOwn(record, key) ? record[key] : undefined)
    }
    if (isSame(asked, now, 'cookie') && !isSame(now, record, 'cookie')) giveAttributes(Object(session.cookie), Object(record.cookie))
  }

  /**
   * @param {any} data
   * @returns {any} a session of it, for a request that stands aside
   */
  revived (data) {
    const { carrier } = this.exchange
    const aside = Object.create(carrier, {
      session: { value: undefined, writable: true },
      sessionID: { value: this.id, writable: true }
    })
    return this.store.createSession(aside, data) ?? aside.session
  }

  /** @param {() => void} act ends the save if it throws: functions and values of the application may */
  attempting (act) {
    let thrown
    try {
      act()
      return
    } catch (error) {
      if (this.done === over) throw error
      thrown = error
    }
    this.end(thrown)
  }

  /** @param {any} [error] */
  end (error) {
    const { done } = this
    this.done = over
    try {
      if (error) this.answered(error)
      else this.answered()
    } finally {
      done()
    }
  }
}

/** The turn has ended. */
function over () {}

/** @param {any} store */
function hasSetIf (store) {
  return typeof store.setIf === 'function'
}

/**
 * @param {any} record
 * @param {string} key
 * @param {any} value undefined where there is to be none
 */
function put (record, key, value) {
  if (value === undefined) delete record[key]
  // In JSON a key like any other.
  else if (key === '__proto__') Object.defineProperty(record, key, { configurable: true, enumerable: true, writable: true, value })
  else Reflect.set(record, key, value)
}

/**
 * @param {any} cookie of a session
 * @param {any} attributes as a record has them
 */
function giveAttributes (cookie, { expires, life, originalMaxAge, ...others }) {
  Object.assign(cookie, others, { expires: typeof expires === 'string' ? new Date(expires) : expires })
  // Which `expires` takes for what is left of it.
  cookie.originalMaxAge = originalMaxAge
}

/**
 * @param {any} one
 * @param {any} other
 * @param {string} key
 */
function isSame (one, other, key) {
  const [left, right] = [one, other].map((side) => Object.hasOwn(side, key) ? JSON.stringify(side[key]) : undefined)
  return left === right
}

function destroyed () {
  return sessionError('the session was destroyed, or has expired, while the request ran', 'ERR_SESSION_DESTROYED')
}

function conflict () {
  return sessionError('another request changed the session at the same time', 'ERR_SESSION_CONFLICT')
}

/**
 * @param {string} message
 * @param {string} code
 */
function sessionError (message, code) {
  return Object.assign(new Error(message), { code, status: 409, statusCode: 409 })
}

module.exports = { Saving, hasSetIf }
