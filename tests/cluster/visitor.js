// What does somebody experience who reloads the page of the view counter again and again, whatever happens behind it?
'use strict'

const assert = require('node:assert/strict')
const { setTimeout: wait } = require('node:timers/promises')
const { ask } = require('../kit/ask')

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
      const { status, headers, text } = await ask(new URL(this.url), {
        headers: this.cookie ? { cookie: this.cookie } : {}, patience: PATIENCE_MS
      })
      return { status, cookie: headers['set-cookie']?.[0].split(';')[0], text }
    } catch (error) {
      return { status: error.code === 'ABORT_ERR' ? 'ETIMEDOUT' : error.code }
    }
  }
}

module.exports = { Visitor }
