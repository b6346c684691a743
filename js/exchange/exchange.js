// What happens to a session between its request and its response?
// @ts-check
'use strict'

// Bound now: tests replace the global one by a clock that stands still.
const { setImmediate } = require('timers')
const { Fact, Failure, isPrefetch } = require('../core/calls')
const debug = require('../core/debug')
const { Cause, Hidden } = require('../session/hidden')
const { link } = require('../session/exchanges')
const { promised } = require('../session/promises')
const { closeSession } = require('./ending')
const { wrap } = require('./foreign')
const { Attempt, save } = require('./saves')
const { snapshot } = require('./snapshot')
const Waiting = require('./waiting')

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
    /** What the application has asked of the store for itself, if anything. @type {Waiting | undefined} */
    this.waiting = undefined
    /** Whether the end of the response waits for nothing any more. */
    this.isReleased = false
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
    return this.failed && this.waiting?.isIdle !== false
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
    if (this.isClosed) return refuse(callback)
    debug('saving', session.id)
    const content = snapshot(session)
    const { port } = this.settings
    return save(this, session, content, callback, (_, told, attempt) => this.await(told, (settled) => {
      if (port.save) port.save(this, session, attempt, settled)
      else write(session, settled)
    }))
  }

  /**
   * Does what the application asks of the store, and has the end of the response wait for the answer.
   *
   * @param {(...results: any[]) => void} told
   * @param {(answered: (...results: any[]) => void) => void} start
   * @throws what `start` throws
   */
  await (told, start) {
    if (this.isOver) start(told)
    else this.waits().await(told, start)
  }

  /** What the end of the response waits for, as of now. */
  waits () {
    this.waiting ??= new Waiting(this)
    return this.waiting
  }

  /**
   * Takes note that the store has not done what the application asked for without a callback.
   *
   * @param {number} failure a `Failure`
   * @param {unknown} error
   * @param {() => boolean} isHeard whether the application looks at the promise of it
   */
  lapse (failure, error, isHeard) {
    this.waits().lapse(failure, error, isHeard)
  }

  /**
   * Tells the store now what becomes of the session, and nothing after that.
   *
   * @param {(error?: any) => void} callback
   * @throws what serializing the session throws
   */
  closeSession (callback) {
    if (this.isClosed) callback()
    else this.await(callback, (told) => closeSession(this, told))
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

  /** The store has answered what it was asked when the response ended. */
  release () {
    if (this.waiting === undefined) this.letGo()
    else this.waiting.release()
  }

  /** Lets the response go: nothing is left that its end waits for. */
  letGo () {
    this.isReleased = true
    this.host.release()
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
 * @param {((error: Error) => void) | undefined} callback
 * @returns {Promise<void> | undefined} a promise where there is no callback
 */
function refuse (callback) {
  const error = Object.assign(new Error('the session was closed'), { code: 'ERR_SESSION_CLOSED' })
  if (!callback) return promised((settled) => settled(error))
  setImmediate(callback, error)
}

/** @param {any} headers of a request */
function isPrefetched (headers) {
  const { 'sec-purpose': secPurpose = '', purpose = '', 'x-moz': xMoz = '' } = headers
  return `${secPurpose}${purpose}${xMoz}` !== '' && isPrefetch(`${secPurpose}`, `${purpose}`, `${xMoz}`)
}

module.exports = Exchange
