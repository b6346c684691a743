// What does somebody see who uses an application: cookies kept, forms sent, redirects followed by hand?
'use strict'

const { ask } = require('../kit/ask')

class Visitor {
  /**
   * @param {number} port
   * @param {ReturnType<import('./watched-store')>} store
   */
  constructor (port, store) {
    this.port = port
    this.store = store
    /** Every answer, with what the store was told meanwhile and what it holds now. */
    this.witnessed = []
    /** Values of cookies by name, as they travel. @type {Map<string, string>} */
    this.cookies = new Map()
  }

  get (path, headers = {}) {
    return this.send({ method: 'GET', path, headers })
  }

  post (path, fields = {}, headers = {}) {
    const body = String(new URLSearchParams(fields))
    return this.send({ method: 'POST', path, headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers } }, body)
  }

  async send (request, body) {
    const answer = await this.answerTo(request, body)
    for (const cookie of answer.headers['set-cookie'] ?? []) this.keep(cookie)
    // Written by Node.js, from a clock that a test cannot stop.
    delete answer.headers.date
    this.witnessed.push({
      request: `${request.method} ${request.path}`, ...answer, calls: withoutRepeats(this.store.calls.splice(0)), stored: await this.store.contents()
    })
    return { ...answer, location: answer.headers.location }
  }

  async answerTo ({ method, path, headers }, body) {
    const cookie = Array.from(this.cookies, (pair) => pair.join('=')).join('; ')
    const url = new URL(path, `http://127.0.0.1:${this.port}`)
    const { text, ...answer } = await ask(url, { method, headers: { ...headers, ...(cookie && { cookie }) }, body })
    return { ...answer, body: text }
  }

  keep (setCookie) {
    const [pair, ...attributes] = setCookie.split('; ')
    const [name, value] = pair.split('=')
    const expires = attributes.find((attribute) => attribute.startsWith('Expires='))
    if (expires && new Date(expires.slice('Expires='.length)) <= Date.now()) this.cookies.delete(name)
    else this.cookies.set(name, value)
  }
}

// 24 in COMPATIBILITY.md: express-session saves a session that was regenerated and saved once more at the end; here it is touched.
function withoutRepeats (calls) {
  return calls.filter((call, index) => !calls.slice(0, index).includes(call.replace(/^touch /, 'set ')))
}

module.exports = Visitor
