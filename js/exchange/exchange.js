// What happens to a session between its request and its response?
// @ts-check
'use strict'

// Bound now: tests replace the global one by a clock that stands still.
const { setImmediate } = require('node:timers')
const { EndAction, HeaderAction } = require('../core/calls')
const { ask, errorOf } = require('./answer')
const { forget, isKnownUnsaved } = require('./attempts')
const { attributesOf } = require('../core/attributes')
const debug = require('../core/debug')
const { decideEnd, decideHeader } = require('./facts')
const { isSecure } = require('../node/request')
const { snapshot } = require('./snapshot')

/** @typedef {import('../core/keyring').Keyring} Keyring */
/** @typedef {import('../node/request').Request} Request */
/** @typedef {import('./snapshot').Snapshot} Snapshot */

/** @typedef {(this: any, ...args: any[]) => unknown} Method */

/**
 * What all exchanges of one middleware share.
 * @typedef {object} Settings
 * @property {any} store
 * @property {Keyring} keyring
 * @property {number} policy options as a sum of `Fact` codes
 * @property {boolean} resave
 * @property {boolean} [trustProxy]
 */

/**
 * One request and its response: remembers what the session was when it came, so that the core can decide what the
 * client and the store are told when it goes.
 */
class Exchange {
  /**
   * @param {Settings} settings
   * @param {unknown[]} secrets
   * @param {Request} req
   * @param {any} res
   * @param {(error?: any) => void} next
   */
  constructor (settings, secrets, req, res, next) {
    this.settings = settings
    this.secrets = secrets
    this.req = req
    this.res = res
    this.next = next
    /** The id that the client sent. @type {any} */
    this.cookieId = req.sessionID
    /** The id that the session had at first. @type {any} */
    this.originalId = undefined
    /** What the session held at first. @type {Snapshot | undefined} */
    this.original = undefined
    /** What the store holds, as far as this exchange knows. @type {Snapshot | undefined} */
    this.saved = undefined
    this.touched = false
    /** Whether the response has ended. */
    this.isOver = false
    /** Whether the session came to grief: neither cookie nor store is told of it any more. */
    this.failed = false
    /** Whether the application's error handler is to answer, if nothing has gone out yet. */
    this.leavesAnswer = false
    /** Whether there is an error for `next`, and whether it has got it. */
    this.reported = false
    this.told = false
  }

  /** Gives the request a new session. */
  generate () {
    const { req } = this
    this.settings.store.generate(req)
    this.originalId = req.sessionID
    this.original = snapshot(req.session)
    this.watch(req.session)
  }

  /**
   * Gives the request the session that the store found.
   *
   * @param {any} data
   */
  inflate (data) {
    const { req } = this
    this.settings.store.createSession(req, data)
    this.originalId = req.sessionID
    this.original = snapshot(data)
    if (!this.settings.resave) this.saved = this.original
    this.watch(req.session)
  }

  /**
   * Takes note when the application saves or reloads the session itself.
   *
   * @param {any} session
   */
  watch (session) {
    const exchange = this
    const originalReload = session.reload
    const originalSave = session.save

    hide(session, 'reload', function reload (/** @type {Function} */ callback) {
      debug('reloading', this.id)
      originalReload.call(this, (/** @type {any[]} */ ...results) => {
        const reloaded = exchange.req.session
        if (reloaded && reloaded !== this) exchange.watch(reloaded)
        callback.apply(undefined, results)
      })
    })

    hide(session, 'save', function save (/** @type {Function | undefined} */ callback) {
      debug('saving', this.id)
      const before = exchange.saved
      const content = snapshot(this)
      exchange.saved = content
      originalSave.call(this, callback ?? ((/** @type {any} */ error) => {
        if (error) exchange.saveLater(this, content, before, error)
      }))
    })
  }

  /**
   * Sees to a save that failed and about which nobody asked: the end of the response tries again.
   *
   * @param {any} session
   * @param {Snapshot} content that was not saved
   * @param {Snapshot | undefined} before what was saved before
   * @param {unknown} error
   */
  saveLater (session, content, before, error) {
    forget(session)
    if (this.isOver) this.report(error)
    else if (this.saved === content) this.saved = before
  }

  /** Sets the session cookie if the response is to carry it. */
  beforeHeaders () {
    if (this.failed) return
    try {
      if (!this.wantsCookie()) return
      this.touch()
    } catch (error) {
      this.fail(error)
      return
    }
    try {
      this.setCookie()
    } catch (error) {
      this.report(error)
    }
  }

  wantsCookie () {
    const { req, settings } = this
    if (!req.session) debug('no session')
    if (isKnownUnsaved(req.session)) return false
    if (decideHeader(this) !== HeaderAction.SetCookie) return false
    const goes = !req.session.cookie.secure || isSecure(req, settings.trustProxy)
    if (!goes) debug('not secured')
    return goes
  }

  /**
   * Tells the store what becomes of the session when the response ends.
   *
   * @param {() => void} done called when the store has answered
   * @returns {boolean} whether there was anything to tell; `done` is not called if not
   */
  commit (done) {
    this.isOver = true
    try {
      return this.tellStore(done)
    } catch (error) {
      this.fail(error)
      return false
    }
  }

  /** @param {() => void} done */
  tellStore (done) {
    const { session, sessionID } = this.req
    if (!session) debug('no session')
    else if (typeof sessionID !== 'string') debug('session ignored, because req.sessionID is of type', sessionID)
    // The application has tried; the client has its error.
    if (isKnownUnsaved(session)) return false
    this.touch()
    switch (decideEnd(this)) {
      case EndAction.Destroy: this.destroy(done); return true
      case EndAction.Save: this.save(done); return true
      case EndAction.Touch: this.touchStore(done); return true
      default: return false
    }
  }

  /** Starts the cookie's time anew, once. */
  touch () {
    if (this.touched || !this.req.session) return
    this.req.session.touch()
    this.touched = true
  }

  /** @param {() => void} done */
  destroy (done) {
    debug('destroying')
    ask(this.settings.store, 'destroy', [this.req.sessionID], this.reporting('destroyed', done))
  }

  /** @param {() => void} done */
  save (done) {
    this.req.session.save(this.reporting('saved', done))
  }

  /** @param {() => void} done */
  touchStore (done) {
    const { req, settings } = this
    debug('touching')
    ask(settings.store, 'touch', [req.sessionID, req.session], this.reporting('touched', done))
  }

  /**
   * A callback for the store, which has answered either way.
   *
   * @param {string} message
   * @param {() => void} done
   */
  reporting (message, done) {
    return (/** @type {any} */ error) => {
      if (error) this.fail(error)
      debug(error ? 'the store failed' : message)
      done()
    }
  }

  /**
   * Gives up before the application has run.
   *
   * @param {unknown} error
   */
  abort (error) {
    this.failed = true
    this.reported = true
    this.next(errorOf(error))
  }

  /**
   * Gives the session up.
   *
   * @param {unknown} error
   */
  fail (error) {
    this.failed = true
    this.leavesAnswer = !this.reported
    this.report(error)
  }

  /**
   * Tells the application of the first error, once what it is doing is done.
   *
   * @param {unknown} error
   */
  report (error) {
    if (this.reported) return
    this.reported = true
    setImmediate(() => {
      this.told = true
      this.next(errorOf(error))
    })
  }

  setCookie () {
    const { req, res, secrets, settings } = this
    const header = settings.keyring.serialize(secrets, req.sessionID, attributesOf(req.session.cookie.data))
    debug('set-cookie', req.sessionID)
    const others = res.getHeader('Set-Cookie') || []
    res.setHeader('Set-Cookie', Array.isArray(others) ? others.concat(header) : [others, header])
  }
}

/**
 * @param {any} session
 * @param {string} name
 * @param {Method} value
 */
function hide (session, name, value) {
  Object.defineProperty(session, name, { configurable: true, enumerable: false, writable: true, value })
}

module.exports = Exchange
