// What happens to a session between its request and its response?
// @ts-check
'use strict'

// Bound now: tests replace the global one by a clock that stands still.
const { setImmediate } = require('timers')
const { EndAction, Fact, Failure, HeaderAction, isPrefetch, serializeCookie } = require('../core/calls')
const { attributesOf } = require('../core/attributes')
const debug = require('../core/debug')
const { Cause, Hidden } = require('../session/hidden')
const { link } = require('../session/exchanges')
const { promised } = require('../session/promises')
const { decideEnd, decideHeader } = require('./facts')
const { wrap } = require('./foreign')
const { Attempt, save } = require('./saves')
const { snapshot } = require('./snapshot')

/** @typedef {import('./snapshot').Snapshot} Snapshot */

/**
 * What all exchanges of one middleware share.
 * @typedef {object} Settings
 * @property {any} store
 * @property {import('../session/port').Port} port
 * @property {import('../core/keyring').Keyring} keyring
 * @property {number} policy options as a sum of `Fact` codes
 * @property {import('./lifetimes')} [lifetimes] what bounds the lives of sessions, if anything does
 * @property {import('./touches')} [touches] what the store was told of lately, if it need not hear of every request
 */

/**
 * What carries a session on the side of the request; in Express the request itself.
 * @typedef {{ headers: any, session?: any, sessionID?: any, sessionStore?: any }} Carrier
 */

/**
 * The side of the response, on one kind of server.
 * @typedef {object} Host
 * @property {() => boolean} isSecure whether the request came over a secure connection
 * @property {() => void} withheld hears that a cookie is not set because the request was not secure
 * @property {(text: string) => void} addSetCookie
 * @property {(error: unknown, isHeard?: () => boolean) => void} tell tells the application of an error, once it can hurt
 *   nobody, unless it has heard of it by then
 * @property {() => void} release hears that the store has answered after a `commit` that waits
 */

/** @typedef {{ failure: number, error: unknown, isHeard: () => boolean }} Undone */

/** What a response has come to when its session is committed. */
const Commit = Object.freeze({
  /** The store is not told anything. */
  Done: 0,
  /** The store is told; `host.release` hears of its answer, which may have come already. */
  Waits: 1,
  /** The session could not be committed; see `failure`. */
  Failed: 2,
  /** The store is not told anything more, and `host.release` hears when it has answered all that the application has asked for. */
  Deferred: 3
})

/**
 * One request and its response: remembers what the session was when it came, so that the core can decide what the
 * client and the store are told when it goes.
 */
class Exchange {
  /**
   * @param {Settings} settings
   * @param {unknown[]} secrets
   * @param {Carrier} carrier with the id that the client sent for its `sessionID`
   * @param {Host} host
   */
  constructor (settings, secrets, carrier, host) {
    this.settings = settings
    this.secrets = secrets
    this.carrier = carrier
    this.host = host
    /** The id that the client sent. @type {any} */
    this.cookieId = carrier.sessionID
    /** The id that the session had at first. @type {any} */
    this.originalId = undefined
    /** What the session held at first. @type {Snapshot | undefined} */
    this.original = undefined
    /** What the store holds, as far as this exchange knows. @type {Attempt | undefined} */
    this.saved = undefined
    /** The session as others may know it, where the port asks for that. @type {import('./saving').Base | undefined} */
    this.base = undefined
    /** Whether the store has been told all that it is told. */
    this.isClosed = false
    /** Whether the response was to carry the session cookie by then. */
    this.isCookieWanted = false
    /** What is known from the beginning, as a sum of `Fact` codes. */
    this.facts = settings.policy | (settings.keyring.isStale ? Fact.StaleSignature : 0) |
      (this.cookieId ? Fact.CookieSent : 0)
    if (this.facts & Fact.Prefetch && !isPrefetched(carrier.headers)) this.facts &= ~Fact.Prefetch
    /** The cookie of the session that the request has, or had before it was destroyed. @type {any} */
    this.cookie = undefined
    this.touched = false
    /** Whether the headers went out without the cookie of a new session. */
    this.isPassedOver = false
    /** What is known of the life of a session. @type {import('../session/life').Life | undefined} */
    this.life = undefined
    /** The id of that session. @type {any} */
    this.lifeId = undefined
    /** Whether the record is to be written even if the session does not change. */
    this.isDue = false
    /** By this a session that stands behind something else finds its request. @type {{ carrier?: Carrier }} */
    this.cause = { carrier }
    /** How many saves and destructions the application has asked for that the store has not answered. */
    this.pending = 0
    /** Whether the end of the response waits for nothing but those. */
    this.isDeferred = false
    /** Whether a save that counted has failed while the end of the response waited, which is to make up for it. */
    this.hasLapsed = false
    /** Whether the end of the response waits for nothing any more. */
    this.isReleased = false
    /** What the store was asked for and has not done, where a response must not claim it. @type {Undone | undefined} */
    this.undone = undefined
    /** Whether the response has ended. */
    this.isOver = false
    /** Whether the session came to grief: the client is not told of it any more. */
    this.failed = false
    /** @type {number | undefined} a `Failure` */
    this.failure = undefined
    link(carrier, this)
  }

  /** Whether a response must not claim what was not stored. */
  get isStrict () {
    return (this.facts & Fact.FailOnSaveError) !== 0
  }

  /** Whether the end of the response has nothing to ask of the store, and nothing to hear from it. */
  get isSilent () {
    return this.failed && this.undone === undefined && this.pending === 0
  }

  /** Whether the headers say what the store answers: then they have to wait for it. */
  get isAnswerInHeaders () {
    return this.isStrict || this.base !== undefined
  }

  /** Gives the request a new session. */
  generate () {
    const { carrier } = this
    this.settings.store.generate(carrier)
    this.begin(snapshot(carrier.session))
  }

  /**
   * Gives the request the session that the store found.
   *
   * @param {any} data
   */
  inflate (data) {
    const { carrier } = this
    this.settings.store.createSession(carrier, data)
    this.facts |= Fact.Loaded
    this.settings.lifetimes?.adopt(this, carrier.session)
    this.begin(snapshot(data))
    this.keepBase(carrier.session)
    if (!(this.facts & Fact.Resave)) this.saved = new Attempt(this.originalId, /** @type {Snapshot} */ (this.original))
  }

  /**
   * Has the request go on under the id of the session that took the place of the one it asked for.
   *
   * @param {string} id
   */
  follows (id) {
    this.cookieId = this.carrier.sessionID = id
    this.facts |= Fact.Following
  }

  /** @param {Snapshot} content what the session holds */
  begin (content) {
    this.facts |= Fact.Begun
    this.originalId = this.carrier.sessionID
    this.original = content
    this.follow(this.carrier.session)
  }

  /**
   * Takes note when the application saves or reloads a session itself.
   *
   * @param {any} session
   */
  follow (session) {
    if (!session) return
    if (Hidden.isIn(session)) Hidden.setFirst(session)
    else wrap(session, this)
    const { cookie } = session
    this.cookie = cookie
    if (cookie && !Cause.isIn(session)) new Cause(cookie, this.cause)
  }

  /**
   * Takes note when the application destroys a session itself.
   *
   * @param {any} session
   */
  forget ({ cookie }) {
    this.facts |= Fact.Destroyed
    this.cookie = cookie
  }

  /**
   * Takes note of what the store has given.
   *
   * @param {any} session
   */
  keepBase (session) {
    if (session) this.base = this.settings.port.baseOf?.(session)
  }

  /**
   * @param {any} session
   * @param {((...results: any[]) => void) | undefined} callback
   * @param {(session: any, answered: (...results: any[]) => void) => void} write
   * @returns {Promise<void> | undefined} a promise where there is no callback
   * @throws {TypeError} for a session that cannot be serialized
   */
  save (session, callback, write) {
    debug('saving', session.id)
    if (this.isClosed) return refuse(callback)
    const content = snapshot(session)
    const { port } = this.settings
    return save(this, session, content, callback, (_, told, attempt) => this.await(told, (settled) => {
      if (port.save) port.save(this, session, attempt, settled)
      else write(session, settled)
    }))
  }

  /**
   * Does what the application asks of the store, and has the end of the response wait for the answer if it is still to come.
   *
   * @param {(...results: any[]) => void} told
   * @param {(answered: (...results: any[]) => void) => void} start
   * @throws what `start` throws
   */
  await (told, start) {
    if (this.isOver) return start(told)
    let isPending = true
    const settle = () => {
      if (isPending) this.pending--
      isPending = false
    }
    this.pending++
    try {
      start((...results) => {
        settle()
        try {
          told(...results)
        } finally {
          this.resume()
        }
      })
    } catch (error) {
      settle()
      throw error
    }
  }

  /** Lets the response go when the store has answered all that it was asked for, the end's own call before. */
  release () {
    this.isDeferred = true
    this.resume()
  }

  /** Goes on with the end of the response where nothing is left to be waited for. */
  resume () {
    if (!this.isDeferred || this.pending > 0) return
    this.isDeferred = false
    if (this.hasLapsed) {
      this.hasLapsed = false
      if (this.decide() === Commit.Waits) return
    }
    this.checkUndone()
    this.isReleased = true
    this.host.release()
  }

  /**
   * Takes note that the store has not done what the application asked for without a callback.
   *
   * @param {number} failure a `Failure`
   * @param {unknown} error
   * @param {() => boolean} isHeard whether the application looks at the promise of it
   */
  lapse (failure, error, isHeard) {
    if (this.isStrict && !isOfDestroyed(error)) this.undone ??= { failure, error, isHeard }
    else this.tell(error, isHeard)
  }

  /**
   * Tells the store now what becomes of the session, and nothing after that.
   *
   * @param {(error?: any) => void} callback
   * @throws what serializing the session throws
   */
  closeSession (callback) {
    if (this.isClosed) callback()
    else this.await(callback, (told) => this.endSession(told))
  }

  /** @param {(error?: any) => void} told */
  endSession (told) {
    const { session, sessionID } = this.carrier
    const { port, store } = this.settings
    this.isCookieWanted = session ? decideHeader(this, session, sessionID) === HeaderAction.SetCookie : false
    if (session) this.touch(session)
    const action = decideEnd(this, session, sessionID)
    debug('session closed')
    if (action === EndAction.Save) session.save((/** @type {any} */ error) => this.closed(error, told))
    this.isClosed = true
    switch (action) {
      case EndAction.Save: return
      case EndAction.Destroy: return port.ask(store, 'destroy', sessionID, undefined, told)
      default:
        if (!session || this.use(sessionID, session, action === EndAction.Touch, told) === Commit.Done) told()
    }
  }

  /**
   * @param {any} error of the last save
   * @param {(error?: any) => void} told
   */
  closed (error, told) {
    if (!error) this.settings.touches?.remember(this.carrier.sessionID)
    else if (this.isStrict || isOfDestroyed(error)) this.failed = true
    told(error)
  }

  /** Sets the session cookie if the response is to carry it. */
  beforeHeaders () {
    if (this.failed) return
    const { carrier } = this
    try {
      if (!carrier.session) {
        if (this.facts & Fact.ClearOnDestroy) return this.clearCookie()
        return debug('no cookie: the request has no session')
      }
      if (!this.wantsCookie(carrier.session)) return
      this.touch(carrier.session)
    } catch (error) {
      this.fail(Failure.Session, error)
      return
    }
    try {
      const { keyring, lifetimes } = this.settings
      lifetimes?.limitCookie(carrier.session.cookie)
      const text = keyring.serialize(this.secrets, carrier.sessionID, attributesOf(carrier.session.cookie.data))
      debug('cookie set', carrier.sessionID)
      this.host.addSetCookie(text)
    } catch (error) {
      this.tell(error)
    }
  }

  /** Has the client drop the cookie of a session that is no more, if that is asked for. */
  clearCookie () {
    const { carrier, cookie, settings } = this
    const action = decideHeader(this, carrier.session, carrier.sessionID)
    if (action !== HeaderAction.ClearCookie || !cookie) return debug('no cookie: the request has no session')
    debug('cookie cleared')
    // A browser tells cookies apart by their domain, their path and whether they are partitioned.
    const attributes = attributesOf({ ...cookie.data, expires: new Date(0), maxAge: undefined })
    this.host.addSetCookie(serializeCookie(settings.keyring.name, '', attributes))
  }

  /** @param {any} session */
  wantsCookie (session) {
    const { sessionID } = this.carrier
    const isWanted = this.isClosed ? this.isCookieWanted : decideHeader(this, session, sessionID) === HeaderAction.SetCookie
    if (!isWanted) {
      this.passOver(sessionID)
      return false
    }
    if (!session.cookie.secure || this.host.isSecure()) return true
    this.host.withheld()
    return false
  }

  /** @param {any} sessionID */
  passOver (sessionID) {
    if (typeof sessionID !== 'string') return debug('no cookie: req.sessionID is of type', sessionID)
    if (sessionID === this.cookieId) return debug('no cookie: the client has it already')
    this.isPassedOver = true
    if (this.isClosed || this.isOver) this.explainPassedOver(false)
  }

  /** @param {boolean} isSaved whether something was put into the session behind the headers */
  explainPassedOver (isSaved) {
    debug(isSaved
      ? 'no cookie: the headers went out before anything was put into the session'
      : 'no cookie: the session is new, nothing was put into it, and saveUninitialized is false')
  }

  /**
   * Tells the store what becomes of the session when the response ends.
   *
   * @returns {number} a `Commit`
   */
  commit () {
    this.isOver = true
    if (this.checkUndone()) return Commit.Failed
    const commit = this.failed ? Commit.Done : this.decide()
    if (commit === Commit.Waits) return commit
    this.isDeferred = this.pending > 0
    this.isReleased = !this.isDeferred
    return this.isDeferred ? Commit.Deferred : commit
  }

  /** @returns {boolean} whether the response would claim what the store has not done, and nobody has heard of that */
  checkUndone () {
    if (this.undone?.isHeard() !== false) return false
    this.fail(this.undone.failure, this.undone.error)
    return true
  }

  /** @returns {number} a `Commit` */
  decide () {
    if (this.isClosed) return Commit.Done
    try {
      const { session, sessionID } = this.carrier
      if (session) {
        if (typeof sessionID !== 'string') debug('session ignored: req.sessionID is of type', sessionID)
        this.touch(session)
      } else {
        debug('session not saved: req.session was removed')
      }
      const action = decideEnd(this, session, sessionID)
      if (this.isPassedOver) this.explainPassedOver(action === EndAction.Save)
      switch (action) {
        case EndAction.Destroy: return this.destroy(sessionID)
        case EndAction.Save: return this.saveLast(session)
        case EndAction.Touch: return this.use(sessionID, session, true)
        default:
          if (session && typeof sessionID === 'string') debug('session not saved: nothing was put into it, or it is as it was loaded or saved')
          return session ? this.use(sessionID, session, false) : Commit.Done
      }
    } catch (error) {
      this.fail(Failure.Session, error)
      return Commit.Failed
    }
  }

  /**
   * Starts the cookie's time anew, once.
   *
   * @param {any} session
   */
  touch (session) {
    if (this.touched) return
    session.touch()
    this.touched = true
  }

  /** @param {any} id */
  destroy (id) {
    debug('destroying', id)
    this.settings.port.ask(this.settings.store, 'destroy', id, undefined, destroyed, this)
    return Commit.Waits
  }

  /** @param {any} session */
  saveLast (session) {
    session.save((/** @type {any} */ error) => {
      if (!error) this.settings.touches?.remember(session.id)
      savedLast(this, error)
    })
    return Commit.Waits
  }

  /**
   * Tells the store that a session was used which did not change, as far as it has to know.
   *
   * @param {any} id
   * @param {any} session
   * @param {boolean} isTouched whether a store without more rules is told
   * @param {(error?: any) => void} [told] hears of the answer instead of the host
   */
  use (id, session, isTouched, told) {
    const { lifetimes, touches } = this.settings
    if (lifetimes?.isDue(this, id, session)) {
      lifetimes.renew(this, id, session, (error) => {
        if (!error) touches?.remember(id)
        renewed(this, error, told)
      })
      return Commit.Waits
    }
    if (!isTouched || touches?.shouldTouch(id) === false) return Commit.Done
    return this.touchStore(id, session, told)
  }

  /**
   * @param {any} id
   * @param {any} session
   * @param {(error?: any) => void} [told]
   */
  touchStore (id, session, told) {
    debug('touching', id)
    const { port, store, touches } = this.settings
    if (told === undefined) {
      port.ask(store, 'touch', id, session, touched, this)
    } else {
      port.ask(store, 'touch', id, session, (error) => {
        if (error) touches?.forget(id)
        told(error)
      })
    }
    return Commit.Waits
  }

  /**
   * @param {number} failure a `Failure`
   * @param {unknown} error
   */
  fail (failure, error) {
    this.failure ??= failure
    if (failure === Failure.Session || (this.isStrict && failure !== Failure.Touch)) this.failed = true
    this.tell(error)
  }

  /** The response is on its way: who keeps the cookie of a session is not to keep the request as well. */
  close () {
    this.cause.carrier = undefined
  }

  /**
   * @param {unknown} error of which the application has not heard
   * @param {() => boolean} [isHeard] whether it has by now
   */
  tell (error, isHeard) {
    this.host.tell(error, isHeard)
  }
}

/**
 * @param {Exchange} exchange
 * @param {any} error
 */
function destroyed (exchange, error) {
  answered(exchange, Failure.Destroy, error)
}

/**
 * @param {Exchange} exchange
 * @param {any} error
 */
function touched (exchange, error) {
  if (error) exchange.settings.touches?.forget(exchange.originalId)
  answered(exchange, Failure.Touch, error)
}

/**
 * @param {Exchange} exchange
 * @param {any} error
 * @param {(error?: any) => void} [told]
 */
function renewed (exchange, error, told) {
  if (!isOfDestroyed(error)) return told === undefined ? answered(exchange, Failure.Touch, error) : told(error)
  exchange.failed = true
  if (told === undefined) exchange.release()
  else told()
}

/**
 * @param {Exchange} exchange
 * @param {any} error
 */
function savedLast (exchange, error) {
  if (!isOfDestroyed(error)) return answered(exchange, Failure.Save, error)
  debug('changes dropped: the session was destroyed, or has expired, while the request ran')
  exchange.failed = true
  exchange.release()
}

/**
 * @param {any} error
 * @returns {boolean} whether a session was not saved because there is none any more
 */
function isOfDestroyed (error) {
  return error?.code === 'ERR_SESSION_DESTROYED'
}

/**
 * @param {((error: Error) => void) | undefined} callback
 * @returns {Promise<void> | undefined} a promise where there is no callback
 */
function refuse (callback) {
  const error = Object.assign(new Error('the session was closed'), { code: 'ERR_SESSION_CLOSED' })
  if (!callback) return promised((settled) => settled(error))
  setImmediate(callback, error)
}

/**
 * The store has answered, either way.
 *
 * @param {Exchange} exchange
 * @param {number} failure what failed if there is an error
 * @param {any} error
 */
function answered (exchange, failure, error) {
  debug(error ? 'the store failed; next gets its error' : 'the store has answered')
  if (error) exchange.fail(failure, error)
  exchange.release()
}

/** @param {any} headers of a request */
function isPrefetched (headers) {
  const { 'sec-purpose': secPurpose = '', purpose = '', 'x-moz': xMoz = '' } = headers
  return `${secPurpose}${purpose}${xMoz}` !== '' && isPrefetch(`${secPurpose}`, `${purpose}`, `${xMoz}`)
}

module.exports = Exchange
module.exports.Commit = Commit
