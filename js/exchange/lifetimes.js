// How long do the sessions of a middleware live?
// @ts-check
'use strict'

const { Fact, LoadAction, Probation, Renewal } = require('../core/calls')
const debug = require('../core/debug')
const { earlier } = require('../core/optional-calls')
const { exchangeOf } = require('../session/exchanges')
const { Life, limit } = require('../session/life')
const { expiryOf, keepLife, lifeIn, lifeOf, setExpiry, withExpiry } = require('./record')
const Rotations = require('./rotations')
const { Attempt } = require('./saves')

/** @typedef {import('./exchange')} Exchange */
/** @typedef {import('../session/port').Port} Port */
/** @typedef {import('./snapshot').Snapshot} Snapshot */

/** How often one request follows from session to session. */
const MOST_ROTATIONS = 8

/** The rules of one middleware that has some. */
class Lifetimes {
  /**
   * @param {import('../core/policy')} policy
   * @param {any} store
   * @param {((session: any) => unknown) | undefined} user says whose a session is
   */
  constructor (policy, store, user) {
    this.policy = policy
    this.store = store
    this.rotations = user && new Rotations(user)
    limit(store, this)
  }

  /**
   * The way in which the store is asked: it is told of each session when to forget it.
   *
   * @param {Port} port
   * @returns {Port}
   */
  through (port) {
    /** @type {Port['ask']} */
    const ask = (store, method, id, session, answered, asker) => {
      const rotation = this.rotations?.find(id)
      const next = rotation?.next
      if (method === 'destroy') {
        // Who logs out with the id from before a rotation logs out.
        if (next !== undefined) {
          return ask(store, method, next.id, undefined, (failure) => {
            port.ask(store, method, id, undefined, (error) => tell(answered, asker, failure || error))
          })
        }
      } else if (method !== 'get') {
        const written = method === 'setIf' ? session.session : session
        if (next !== undefined && lifeOf(written.cookie)?.next === undefined) {
          const drop = () => {
            debug('not stored: the session has been regenerated', id)
            return method === 'setIf' ? answered?.(undefined, true) : tell(answered, asker)
          }
          if (rotation?.waiting === undefined) return drop()
          // If that fails, the session is what it was.
          rotation.waiting.push((failure) => failure ? ask(store, method, id, session, answered, asker) : drop())
          return
        }
        const stored = this.asStored(written, id, store, method)
        if (stored !== written) {
          session = method === 'setIf' ? { session: stored, previous: session.previous } : stored
          const told = answered
          const before = { ...stored }
          answered = (...results) => {
            giveBack(stored, before, written)
            told?.(...results)
          }
        }
      }
      port.ask(store, method, id, session, answered, asker)
    }
    return { ask, takeNext: (id) => this.rotations?.take(id) }
  }

  /**
   * @param {any} session
   * @param {any} id
   * @param {any} store
   * @param {string} method
   * @returns {any} the session, or one that has another expiry
   */
  asStored (session, id, store, method) {
    const { cookie } = session
    const exchange = exchangeOf(Object(session.req))
    const life = this.renewLife(exchange, cookie, id)
    if (life === undefined) return session
    if (method !== 'touch' && exchange !== undefined) exchange.isDue = false
    // What it shares with the client needs no session of its own.
    this.limitCookie(cookie)
    const wanted = expiryOf(cookie)
    const expires = this.policy.storeExpiry(life, life.trial ? Probation.Serve : Probation.None, wanted)
    return expires === undefined || expires === wanted ? session : withExpiry(session, id, store, expires)
  }

  /**
   * Takes note of a use of the session that the store is about to be told of.
   *
   * @param {Exchange | undefined} exchange
   * @param {any} cookie of the session
   * @param {any} id of the session
   * @returns {Life | undefined} undefined where the session has none
   */
  renewLife (exchange, cookie, id) {
    if (typeof cookie !== 'object' || cookie === null) return undefined
    // An application may have put another cookie in its place.
    if (lifeOf(cookie) === undefined && exchange?.life !== undefined && exchange.lifeId === id) keepLife(cookie, exchange.life)
    const life = lifeOf(cookie)
    if (life !== undefined) life.touched = this.policy.renewed(life.touched)
    return life
  }

  /**
   * @param {any} data what a store found
   * @returns {boolean} whether it is no session any more
   */
  isOver (data) {
    const life = lifeIn(data)
    return life.next !== undefined || this.policy.loadAction(life) === LoadAction.Discard
  }

  /**
   * Decides whether a request may go on with what the store found, and with what.
   *
   * @param {Exchange} exchange
   * @param {any} data
   * @param {(exchange: Exchange, error: any, data?: any) => void} settled hears what to start with: an error, or the data of
   *   a session, or undefined
   * @param {string} [id] under which it was found
   * @param {string} [owner] whose it has to be
   * @param {number} [rotations] that led there
   */
  admit (exchange, data, settled, id = exchange.cookieId, owner = undefined, rotations = 0) {
    const life = lifeIn(data)
    if (life.next !== undefined) return this.follow(exchange, life.next, settled, id, rotations)
    let isTheirs, action
    try {
      isTheirs = owner === undefined || this.rotations?.ownerOf(data) === owner
      action = this.policy.loadAction(life)
    } catch (error) {
      return settled(exchange, error)
    }
    if (!isTheirs) return settled(exchange, undefined)
    switch (action) {
      case LoadAction.Discard:
        return this.discard(exchange, id, settled)
      case LoadAction.AcceptAndStamp:
        exchange.isDue = true
    }
    if (rotations > 0) exchange.follows(id)
    settled(exchange, undefined, data)
  }

  /**
   * @param {Exchange} exchange
   * @param {import('../session/life').Next} next
   * @param {(exchange: Exchange, error: any, data?: any) => void} settled
   * @param {string} id
   * @param {number} rotations
   */
  follow (exchange, next, settled, id, rotations) {
    // Not discarded: that would end the session to which the way leads.
    if (rotations === MOST_ROTATIONS) return settled(exchange, undefined)
    if (this.rotations === undefined || !Rotations.isFollowed(next)) return this.discard(exchange, id, settled)
    debug('the session was regenerated, and the request follows')
    const { port } = exchange.settings
    port.ask(this.store, 'get', next.id, undefined, (error, data) => {
      if (error && error.code !== 'ENOENT') return settled(exchange, error)
      if (error || !data) return settled(exchange, undefined)
      this.admit(exchange, data, settled, next.id, next.user, rotations + 1)
    })
  }

  /**
   * @param {Exchange} exchange
   * @param {string} id
   * @param {(exchange: Exchange, error: any, data?: any) => void} settled
   */
  discard (exchange, id, settled) {
    debug('the session is over', id)
    exchange.settings.port.ask(this.store, 'destroy', id, undefined, () => settled(exchange, undefined))
  }

  /**
   * Takes up what the record of a session says of its life, or begins that.
   *
   * @param {Exchange | undefined} exchange
   * @param {any} session
   */
  adopt (exchange, session) {
    const { cookie } = session
    if (typeof cookie !== 'object' || cookie === null) return
    const { policy } = this
    const life = new Life(cookie.life)
    const before = exchange?.lifeId === session.id ? exchange?.life : undefined
    if (before !== undefined) join(life, before)
    life.created = policy.created(life.created)
    life.touched = policy.touched(life.touched)

    const isMarked = life.trial === true
    const probation = policy.probation(isMarked, exchange === undefined || (exchange.facts & Fact.Loaded) !== 0)
    life.trial = probation === Probation.Serve ? true : undefined
    keepLife(cookie, life)
    // It was given to the store alone.
    if (cookie.originalMaxAge == null && cookie.expires) setExpiry(cookie, undefined)

    if (exchange !== undefined) {
      if (probation === Probation.Pass) exchange.isDue = true
      exchange.life = life
      exchange.lifeId = session.id
    }
    if (policy.spans.absoluteTimeout !== undefined && !('expireAt' in session)) {
      Object.defineProperty(session, 'expireAt', { configurable: true, writable: true, value: expireAt })
    }
  }

  /**
   * Has the cookie expire no later than the session.
   *
   * @param {any} cookie
   */
  limitCookie (cookie) {
    const life = lifeOf(cookie)
    if (life === undefined) return
    const wanted = expiryOf(cookie)
    const expires = this.policy.cookieExpiry(life, wanted)
    if (expires !== undefined && expires !== wanted) setExpiry(cookie, expires)
  }

  /**
   * @param {Exchange} exchange whose session did not change
   * @param {any} id
   * @param {any} session
   * @returns {boolean} whether its record has to be written all the same
   */
  isDue (exchange, id, session) {
    const { facts, originalId } = exchange
    if (!(facts & Fact.Loaded) || facts & Fact.Prefetch || id !== originalId || session.id !== id) return false
    if (exchange.isDue) return true
    const life = lifeOf(session.cookie)
    return life !== undefined && this.policy.renewal(life.touched) === Renewal.Due
  }

  /**
   * Writes the record of a session that did not change.
   *
   * @param {Exchange} exchange
   * @param {any} id
   * @param {any} session
   * @param {(error?: any) => void} told
   */
  renew (exchange, id, session, told) {
    debug('renewing', id)
    const { port, store } = exchange.settings
    // It knows what others have changed.
    if (port.save) return port.save(exchange, session, new Attempt(id, /** @type {Snapshot} */ (exchange.original)), told)
    port.ask(store, 'get', id, undefined, (error, data) => {
      let fresh
      try {
        if (!error && data) fresh = this.renewed(exchange, data)
      } catch (failure) {
        return told(failure)
      }
      if (fresh === undefined) return told(error?.code === 'ENOENT' ? undefined : error)
      exchange.isDue = false
      port.ask(store, 'set', id, fresh, told)
    })
  }

  /**
   * What is to be written of an unmodified session: what the store has now, which others may have changed since the request
   * loaded it, with the cookie of the request's.
   *
   * @param {Exchange} exchange
   * @param {any} data
   * @returns {any} undefined where there is no session any more
   */
  renewed (exchange, data) {
    const { cookie } = exchange.carrier.session
    const life = lifeOf(cookie)
    if (life === undefined || this.isOver(data)) return undefined
    join(life, lifeIn(data))
    const carrier = /** @type {any} */ ({ sessionID: exchange.originalId, sessionStore: this.store })
    this.store.createSession(carrier, data)
    carrier.session.cookie = cookie
    return carrier.session
  }

  /**
   * Has a session that is about to be written end no later than others have said.
   *
   * @param {Exchange} exchange
   * @param {any} session or another with its id
   * @param {any} data what the store has
   */
  joinEnds ({ life: own, lifeId }, session, data) {
    const life = lifeOf(session.cookie)
    if (life === undefined) return
    join(life, lifeIn(data))
    if (own !== undefined && lifeId === session.id) join(life, own)
  }
}

/**
 * @param {import('../session/port').Answered | undefined} answered
 * @param {any} asker
 * @param {any} [error]
 */
function tell (answered, asker, error) {
  const results = error ? [error] : []
  return asker === undefined ? answered?.(...results) : answered?.(asker, ...results)
}

/**
 * Gives a session what a store has put into the one that it was shown: a revision, a time.
 *
 * @param {any} shown
 * @param {any} before what it held
 * @param {any} session
 */
function giveBack (shown, before, session) {
  for (const name of Object.keys(shown)) {
    if (name !== 'cookie' && shown[name] !== before[name]) session[name] = shown[name]
  }
}

/**
 * What two requests know of one session: neither moves an end away.
 *
 * @param {Life} life
 * @param {Life} other
 */
function join (life, other) {
  life.created = earlier(life.created, other.created)
  life.end = earlier(life.end, other.end)
}

/**
 * Has the session end when somebody else says, as an identity provider does; a later end than it has changes nothing.
 *
 * @this {any}
 * @param {Date | number} date
 * @returns {any} the session
 */
function expireAt (date) {
  const end = Number(date)
  if (typeof date === 'string' || date === null || Number.isNaN(end)) throw new TypeError('expireAt needs a Date or milliseconds since the epoch')
  const life = lifeOf(this.cookie)
  const exchange = exchangeOf(this.req)
  if (life === undefined || exchange === undefined) throw new Error('expireAt needs the session of a request')
  life.end = earlier(life.end, end)
  exchange.isDue = true
  return this
}

module.exports = Lifetimes
