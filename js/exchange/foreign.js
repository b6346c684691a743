// What if a session is none of ours? Stores that bring a session module of their own make it with that.
// @ts-check
'use strict'

const { Fact } = require('../core/calls')
const debug = require('../core/debug')
const { portOf } = require('../session/exchanges')
const { promised } = require('../session/promises')
const Session = /** @type {any} */ (require('../session/session'))

/** @typedef {import('./exchange')} Exchange */

/**
 * Wraps the methods of one session, so that its exchange takes note of what they do.
 *
 * @param {any} session
 * @param {Exchange} exchange
 */
function wrap (session, exchange) {
  const { destroy, regenerate, reload, save } = session
  const current = () => exchange.carrier.session

  if (exchange.facts & Fact.ClearOnDestroy) {
    hide(session, 'destroy', function (callback) {
      exchange.forget(this)
      return destroy.call(this, callback)
    })
  }

  hide(session, 'reload', function reloadWatched (callback) {
    if (!callback) return promised((settled) => reloadWatched.call(this, settled), current, (error, isHeard) => exchange.tell(error, isHeard))
    debug('reloading', this.id)
    reload.call(this, (/** @type {any[]} */ ...results) => {
      const reloaded = exchange.carrier.session
      if (reloaded !== this) {
        if (reloaded) exchange.settings.lifetimes?.adopt(exchange, reloaded)
        exchange.follow(reloaded)
      }
      exchange.keepBase(reloaded)
      callback.apply(undefined, results)
    })
  })

  hide(session, 'regenerate', function (callback) {
    if (callback) return regenerate.call(this, callback)
    return promised((settled) => regenerate.call(this, settled), current, (error, isHeard) => exchange.tell(error, isHeard))
  })

  hide(session, 'save', function (callback) {
    const { lifetimes } = exchange.settings
    if (lifetimes !== undefined) {
      lifetimes.renewLife(exchange, this.cookie, this.id)
      lifetimes.limitCookie(this.cookie)
    }
    return exchange.save(this, callback, (_, answered) => save.call(this, answered))
  })

  if (!('close' in session)) hide(session, 'close', Session.prototype.close)
  if (exchange.settings.port.save) guard(session)
}

/**
 * Has a session be destroyed by the port of its middleware.
 *
 * @param {any} session
 */
function guard (session) {
  const { regenerate } = session
  hide(session, 'destroy', Session.prototype.destroy)
  hide(session, 'regenerate', function (callback) {
    portOf(this.req).ask(this.req.sessionStore, 'destroy', this.id, undefined, (error) => {
      if (error) debug('the store failed to destroy the session that is given up')
      regenerate.call(this, (/** @type {any} */ refused) => callback?.(error || refused))
    })
    return this
  })
}

/**
 * @param {any} session
 * @param {string} name
 * @param {(this: any, ...args: any[]) => unknown} value
 */
function hide (session, name, value) {
  Object.defineProperty(session, name, { configurable: true, enumerable: false, writable: true, value })
}

module.exports = { wrap }
