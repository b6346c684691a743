// How does somebody with a browser visit an application: with a cookie kept, over http or https?
'use strict'

const http = require('node:http')
const https = require('node:https')

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
    const { status, setCookie, body } = await this.#request(path)
    if (status !== 200) throw new Error(`${path} was answered with status ${status}: ${body}`)
    this.setCookie = setCookie
    if (setCookie) [this.cookie] = setCookie.split(';')
    return body
  }

  /** The same cookie in another browser. */
  copy () {
    return Object.assign(new Visitor(this.url), this)
  }

  // By node:http, because fetch takes no certificate that nobody signed.
  #request (path) {
    const { request } = this.url.protocol === 'https:' ? https : http
    const headers = this.cookie ? { ...this.headers, cookie: this.cookie } : this.headers
    return new Promise((resolve, reject) => {
      const options = { headers, agent: false, rejectUnauthorized: false, signal: AbortSignal.timeout(10_000) }
      request(new URL(path, this.url), options, (response) => {
        const chunks = []
        const body = () => Buffer.concat(chunks).toString()
        response.on('data', (chunk) => chunks.push(chunk))
        response.on('end', () => resolve({ status: response.statusCode, setCookie: response.headers['set-cookie']?.[0], body: body() }))
        response.on('error', (error) => reject(new Error(`${path} ended after ${body().length} bytes: ${error.message}`)))
      }).on('error', reject).end()
    })
  }
}

module.exports = { Visitor }
