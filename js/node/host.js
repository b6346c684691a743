// How does a session speak to node:http: is the request secure, which cookies are set, who hears of an error?
// @ts-check
'use strict'

const debug = require('../core/debug')
const { errorOf } = require('../session/port')
const { forwardedProto, isSecure } = require('./request')
const { pass, whenHarmless } = require('./telling')

/** @typedef {import('./middleware').Settings} Settings */
/** @typedef {import('./request').Request} Request */

/** A request and its response, as the exchange sees them. */
class Host {
  /**
   * @param {Settings} settings
   * @param {Request} req
   * @param {any} res a response, or what stands in for one; nothing of it is called until it ends
   * @param {(error?: any) => void} next
   */
  constructor (settings, req, res, next) {
    this.settings = settings
    this.req = req
    this.res = res
    this.next = next
    /** What `next` is to be given. @type {Error | undefined} */
    this.error = undefined
    /** Whether it has been given that. */
    this.isTold = false
  }

  isSecure () {
    return isSecure(this.req, this.settings.trustProxy)
  }

  /** Says why there is no cookie; aloud where that is certainly not what was meant. */
  withheld () {
    const { req, settings } = this
    debug('cookie withheld: secure is set and the request did not come over HTTPS; behind a proxy set "trust proxy" or proxy: true')
    if (settings.trustProxy !== undefined || settings.hasWarned || forwardedProto(req) !== 'https') return
    settings.hasWarned = true
    process.emitWarning(
      'The session cookie is secure, and was withheld from a request that carries X-Forwarded-Proto: https. If a proxy of ' +
      'yours sets that header, say so: app.set("trust proxy", 1), or the option proxy: true.',
      { type: 'SessionWarning', code: 'EXPRESS_SESSION_INSECURE' }
    )
  }

  /** @param {string} text */
  addSetCookie (text) {
    const { res } = this
    const others = res.getHeader('Set-Cookie')
    res.setHeader('Set-Cookie', !others ? [text] : Array.isArray(others) ? others.concat(text) : [others, text])
  }

  /**
   * Tells the application of the first error, once, when that can hurt nobody.
   *
   * @param {unknown} error
   * @param {() => boolean} [isHeard] whether the application has heard of it by then: no error counts before that is known
   */
  tell (error, isHeard) {
    if (isHeard) return whenHarmless(this.req, this.res, () => { if (!isHeard()) this.passFirst(error) })
    if (this.error) return debug('one more error; next gets the first')
    this.error = errorOf(error)
    whenHarmless(this.req, this.res, () => this.pass())
  }

  /**
   * Gives up before the application has run.
   *
   * @param {unknown} error
   */
  abort (error) {
    this.error = errorOf(error)
    this.isTold = true
    const { next } = this
    next(this.error)
  }

  /** @param {unknown} error */
  passFirst (error) {
    this.error ??= errorOf(error)
    this.pass()
  }

  pass () {
    if (this.isTold) return
    this.isTold = true
    pass(this.next, this.error)
  }
}

module.exports = Host
