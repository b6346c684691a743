// How does somebody with a browser visit an application: with a cookie kept, over http or https?
'use strict'

const { ask } = require('../tests/kit/ask')

class Visitor {
  /**
   * @param {URL} url of the server
   * @param {string} application the one that is meant, of those that the server has
   * @param {Record<string, string>} [headers] what a proxy on the way adds
   */
  constructor (url, application, headers) {
    this.url = url
    this.headers = { 'x-application': application, ...headers }
    /** The session cookie as it stands in a Cookie header. @type {string | undefined} */
    this.cookie = undefined
    /** The last Set-Cookie header that came. @type {string | undefined} */
    this.setCookie = undefined
  }

  /**
   * @param {string} path
   * @returns {Promise<string>} the body
   */
  async get (path) {
    const cookie = this.cookie && { cookie: this.cookie }
    const { status, headers, text } = await ask(new URL(path, this.url), { headers: { ...this.headers, ...cookie } })
    if (status !== 200) throw new Error(`${path} was answered with status ${status}: ${text}`)
    const setCookie = headers['set-cookie']?.[0]
    this.setCookie = setCookie
    if (setCookie) [this.cookie] = setCookie.split(';')
    return text
  }

  /** The same cookie in another browser. */
  copy () {
    return Object.assign(new Visitor(this.url), this)
  }
}

module.exports = { Visitor }
