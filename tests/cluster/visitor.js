// What does somebody experience who reloads the page of the view counter again and again, whatever happens behind it?
'use strict'

const assert = require('node:assert/strict')
const http = require('node:http')
const { setTimeout: wait } = require('node:timers/promises')

// node:cluster keeps a connection open for ever that it was handing to a worker at the moment the worker died.
const PATIENCE_MS = 5000

class Visitor {
  /**
   * @param {string} url
   * @param {(event: { kind: string, at: number, worker?: number }) => void} tell hears of every attempt
   */
  constructor (url, tell) {
    this.url = url
    this.tell = tell
    this.cookie = undefined
    /** What the page said last. */
    this.views = 0
    this.acknowledged = 0
    this.hasLeft = false
  }

  /** Asks until there is an answer; it must know of all that this visitor was told before. */
  async visit () {
    while (!this.hasLeft) {
      const { status, cookie, text } = await this.attempt()
      const { views, worker } = status === 200 ? JSON.parse(text) : {}
      this.tell({ kind: String(status), at: performance.now(), worker })
      if (status === 200) {
        assert.ok(views > this.views, `${views} views were told after ${this.views}`)
        assert.equal(cookie, this.cookie ?? cookie, 'the session is another one')
        Object.assign(this, { views, cookie, acknowledged: this.acknowledged + 1 })
        return
      }
      await wait(20)
    }
  }

  /** A connection for each request: any of the workers may get it. A connection that breaks is a status, too. */
  async attempt () {
    try {
      const request = http.get(this.url, {
        agent: false,
        headers: this.cookie ? { cookie: this.cookie } : {},
        signal: AbortSignal.timeout(PATIENCE_MS)
      })
      const response = await new Promise((resolve, reject) => request.on('response', resolve).on('error', reject))
      let text = ''
      for await (const chunk of response.setEncoding('utf8')) text += chunk
      return { status: response.statusCode, cookie: response.headers['set-cookie']?.[0].split(';')[0], text }
    } catch (error) {
      return { status: error.code === 'ABORT_ERR' ? 'ETIMEDOUT' : error.code }
    }
  }
}

module.exports = { Visitor }
