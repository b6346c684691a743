// How does the demo visit a site of its own, as a browser would?
'use strict'

const PATIENCE_MS = 10000

/** Keeps the session cookie that it is given. */
class Client {
  /** @param {string} site the address that its paths begin with */
  constructor (site) {
    this.site = site
    /** As it stands in a `Cookie` header. @type {string | undefined} */
    this.cookie = undefined
  }

  /**
   * @param {string} path
   * @param {number} [patience] in milliseconds
   */
  get (path, patience) {
    return this.send('GET', path, patience)
  }

  /** @param {string} path */
  post (path) {
    return this.send('POST', path)
  }

  /**
   * As a browser does: what a redirect points to is asked for as soon as its headers are there.
   *
   * @param {string} method
   * @param {string} path
   * @param {number} [patience]
   * @returns {Promise<{ status: number, text: string }>}
   */
  async send (method, path, patience = PATIENCE_MS) {
    const response = await fetch(this.site + path, {
      method,
      headers: this.cookie ? { cookie: this.cookie } : {},
      redirect: 'manual',
      signal: AbortSignal.timeout(patience)
    })
    const [setCookie] = response.headers.getSetCookie()
    if (setCookie) this.cookie = setCookie.split(';')[0]
    if (response.status === 303) {
      const [arrived] = await Promise.all([this.get(response.headers.get('location')), response.text()])
      return arrived
    }
    return { status: response.status, text: await response.text() }
  }
}

module.exports = Client
