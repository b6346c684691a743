// What is `req.session`?
// @ts-check
'use strict'

const { Failure } = require('../core/calls')
const debug = require('../core/debug')
const { exchangeOf, portOf } = require('./exchanges')
const { Hidden } = require('./hidden')
const { limitsOf } = require('./life')
const { promised } = require('./promises')

/**
 * The session of a request: the data that a store kept, and methods that do not show among it.
 *
 * @this {any}
 * @param {any} req the request, with `sessionID` and `sessionStore`
 * @param {any} [data] what a store kept; names that the session already has are left out
 */
function Session (req, data) {
  new Hidden(this, req, req.sessionID)

  if (typeof data === 'object' && data !== null) {
    const inherited = Object.getPrototypeOf(this)
    for (const name in data) {
      // A name that the compiler knows takes a fraction of the time.
      if (name === 'cookie') this.cookie = data.cookie
      else if (!(name in inherited) || name === 'close') this[name] = data[name]
    }
  }
}

const methods = {
  /**
   * Starts the cookie's time anew; the middleware does this for every request.
   * @this {any}
   */
  touch () {
    return this.resetMaxAge()
  },

  /**
   * Sets the cookie's `maxAge` to its original value.
   * @this {any}
   */
  resetMaxAge () {
    const { cookie } = this
    const { originalMaxAge } = cookie
    cookie.maxAge = originalMaxAge
    // Of which what is left by then was taken for the original.
    if (Number.isInteger(originalMaxAge) && originalMaxAge - cookie.originalMaxAge < 1000) cookie.originalMaxAge = originalMaxAge
    return this
  },

  /**
   * Removes the session from the request and from the store.
   *
   * @this {any}
   * @param {(error?: any) => void} [callback]
   * @returns {any} the session; without a callback a promise
   */
  destroy (callback) {
    const { id } = this
    const req = requestOf(this)
    const exchange = exchangeOf(req)
    debug('destroying', id)
    exchange?.forget(this)
    delete req.session
    const ask = (/** @type {(...results: any[]) => void} */ told) => portOf(req).ask(req.sessionStore, 'destroy', id, undefined, told)
    const start = (/** @type {(...results: any[]) => void} */ told) => exchange ? exchange.await(told, ask) : ask(told)
    if (!callback) return promised(start, undefined, (error, isHeard) => exchange?.lapse(Failure.Destroy, error, isHeard))
    start(callback)
    return this
  },

  /**
   * Replaces the session by a new one with a new id.
   *
   * @this {any}
   * @param {any} [options] or the callback
   * @param {(error?: any) => void} [callback]
   * @returns {any} the session; without a callback a promise of the new one
   * @throws {TypeError} for wrong options, and where a grace may not be given
   */
  regenerate (options, callback) {
    const req = requestOf(this)
    const isPlain = typeof options === 'function' || !options
    const told = callback ?? (isPlain ? options : undefined)
    const start = isPlain ? (/** @type {any} */ settled) => req.sessionStore.regenerate(req, settled) : regenerating(this, options)
    if (!told) return promised(start, () => req.session, teller(req))
    start(told)
    return this
  }
}

/** Methods that the session of a request does not show even where an application puts another in their place. */
const replaceable = {
  /**
   * Saves the session to the store.
   *
   * @this {any}
   * @param {(error?: any) => void} [callback]
   * @returns {any} without a callback a promise
   */
  save (callback) {
    const exchange = exchangeOf(requestOf(this))
    const result = exchange ? exchange.save(this, callback, write) : saveAlone(this, callback)
    return callback && !Hidden.isFirst(this) ? this : result
  },

  /**
   * Reads the session from the store again; `req.session` is another object then.
   *
   * @this {any}
   * @param {(error?: any) => void} [callback]
   * @returns {any} without a callback a promise of that object
   */
  reload (callback) {
    const req = requestOf(this)
    if (!callback) return promised((settled) => reload(this, settled), () => req.session, teller(req))
    reload(this, callback)
    return Hidden.isFirst(this) ? undefined : this
  }
}

/** A method, and a name that a session may have had before there was such a method. */
const close = {
  /**
   * Tells the store now what becomes of the session: this request writes nothing more.
   *
   * @this {any}
   * @param {(error?: any) => void} [callback]
   * @returns {any} the session; without a callback a promise
   */
  close (callback) {
    const req = requestOf(this)
    const exchange = exchangeOf(req)
    if (!exchange) return this.save(callback)
    if (!callback) return promised((settled) => exchange.closeSession(settled), undefined, (error, isHeard) => exchange.lapse(Failure.Save, error, isHeard))
    exchange.closeSession(callback)
    return this
  }
}

/**
 * @param {any} session
 * @returns {any} its request, or what stands in for one
 * @throws {Error} where it stands behind something else and the request is over: nothing leads from there to a store
 */
function requestOf ({ req }) {
  if (req === undefined) throw new Error('the session has no request any more: its response has ended')
  return req
}

/**
 * @param {any} req
 * @returns {(error: any, isHeard: () => boolean) => void} has `next` hear of an error that nobody hears from the promise
 */
function teller (req) {
  return (error, isHeard) => exchangeOf(req)?.tell(error, isHeard)
}

/**
 * @param {any} session
 * @param {((error?: any) => void) | undefined} answered
 */
function write (session, answered) {
  const { req } = session
  portOf(req).ask(req.sessionStore, 'set', session.id, session, answered)
}

/**
 * @param {any} session one that no middleware has made
 * @param {((error?: any) => void) | undefined} callback
 */
function saveAlone (session, callback) {
  if (callback) write(session, callback)
  else return promised((settled) => write(session, settled))
}

/**
 * @param {any} session
 * @param {(...results: any[]) => void} callback
 */
function reload (session, callback) {
  const { req, id } = session
  const store = req.sessionStore
  const told = (/** @type {any[]} */ ...results) => {
    const exchange = exchangeOf(req)
    if (Hidden.isFirst(session) && req.session !== session) exchange?.follow(req.session)
    exchange?.keepBase(req.session)
    callback(...results)
  }
  debug('reloading', id)
  portOf(req).ask(store, 'get', id, undefined, (error, data) => {
    if (error) return told(error)
    const exchange = exchangeOf(req)
    // Of several middlewares with one store the one counts through which the request came.
    const limits = exchange ? exchange.settings.lifetimes : limitsOf(store)
    try {
      if (!data || limits?.isOver(data)) throw new Error('failed to load session')
      store.createSession(req, data)
      exchange?.settings.lifetimes?.adopt(exchange, req.session)
    } catch (failure) {
      return told(failure)
    }
    told()
  })
}

/**
 * @param {any} session
 * @param {any} options
 * @returns {(settled: (error?: any) => void) => void} regenerates it, and carries over what is to be kept
 * @throws {TypeError} for wrong options, and where a grace may not be given
 */
function regenerating (session, { grace, keep }) {
  const { req } = session
  const kept = carriedOver(session, keep)
  if (grace === undefined) {
    return (settled) => req.sessionStore.regenerate(req, (/** @type {any[]} */ ...results) => {
      if (!results[0]) Object.assign(req.session, kept)
      settled(...results)
    })
  }
  const exchange = exchangeOf(req)
  const rotations = exchange?.settings.lifetimes?.rotations
  if (exchange === undefined || rotations === undefined) throw new TypeError('grace needs the option user, which says whose a session is')
  return rotations.prepare(exchange, session, kept, grace)
}

/**
 * @param {any} session
 * @param {any} keep
 * @returns {Record<string, any>} the data of a session that the one in its place is to have
 * @throws {TypeError}
 */
function carriedOver (session, keep) {
  const names = keep === true ? Object.keys(session) : keep ?? []
  if (!Array.isArray(names) || !names.every((name) => typeof name === 'string')) {
    throw new TypeError('keep must be true or a list of names')
  }
  /** @type {Record<string, any>} */
  const kept = {}
  for (const name of names) {
    if (name !== 'cookie' && !(name in Session.prototype) && Object.hasOwn(session, name)) kept[name] = session[name]
  }
  return kept
}

for (const [name, value] of Object.entries(methods)) {
  Object.defineProperty(Session.prototype, name, { configurable: true, enumerable: false, writable: true, value })
}

for (const [name, value] of Object.entries(replaceable)) {
  Object.defineProperty(Session.prototype, name, {
    configurable: true,
    enumerable: false,
    get () { return value },
    /**
     * @this {any}
     * @param {unknown} replacement
     */
    set (replacement) {
      const enumerable = this !== Session.prototype && !Hidden.isFirst(this)
      Object.defineProperty(this, name, { configurable: true, enumerable, writable: true, value: replacement })
    }
  })
}

Object.defineProperty(Session.prototype, 'close', {
  configurable: true,
  enumerable: false,
  get () { return close.close },
  /**
   * @this {any}
   * @param {unknown} value
   */
  set (value) {
    Object.defineProperty(this, 'close', { configurable: true, enumerable: this !== Session.prototype, writable: true, value })
  }
})

/** The request that the session belongs to, or what stands in for one. */
Object.defineProperty(Session.prototype, 'req', { configurable: true, get () { return Hidden.reqOf(this) } })

/** The id of the session. */
Object.defineProperty(Session.prototype, 'id', { configurable: true, get () { return Hidden.idOf(this) } })

module.exports = Session
