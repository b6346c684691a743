// How many requests a second does a server answer, and how long does each take?
//
// A process of its own, which stays for as long as servers are measured. Told to connect, it opens a connection for each request it
// was given and sends it once; told to go, it sends them again and again, each when its connection has answered. A client of
// many features would take the processor from the server: this one knows only answers that name their length.
'use strict'

const { once } = require('node:events')
const net = require('node:net')
const { setTimeout: wait } = require('node:timers/promises')
const { quantile } = require('../measure/statistics')

let connections = []

const orders = {
  async connect ({ port, requests }) {
    connections = await Promise.all(requests.map((request) => Connection.open(port, request)))
    await Promise.all(connections.map((connection) => connection.visit()))
    return { connected: connections.length }
  },

  async go ({ milliseconds }) {
    const times = []
    const start = performance.now()
    await Promise.race([
      Promise.all(connections.map((connection) => connection.visitUntil(start + milliseconds, times))),
      wait(milliseconds + 10_000, undefined, { ref: false }).then(() => { throw new Error('an answer did not come') })
    ])
    // Nobody sends any more when time is up, but all that was sent is waited for, so that all that was worked on is counted.
    const seconds = (performance.now() - start) / 1000
    for (const connection of connections) connection.close()
    connections = []
    return { answered: times.length, perSecond: times.length / seconds, p50: quantile(times, 0.5), p99: quantile(times, 0.99) }
  }
}

class Connection {
  static async open (port, request) {
    const socket = net.connect({ port, host: '127.0.0.1', noDelay: true })
    await once(socket, 'connect')
    return new Connection(socket, request)
  }

  constructor (socket, request) {
    this.socket = socket.setEncoding('latin1')
    this.request = request
    this.heard = ''
    this.answered = undefined
    this.failed = undefined
    socket.on('data', (text) => this.hear(text))
    socket.on('close', () => this.failed?.(new Error('a connection was closed')))
    socket.on('error', (error) => this.failed?.(error))
  }

  /** Sends the request; resolves when the answer is complete. */
  visit () {
    return new Promise((resolve, reject) => {
      this.answered = resolve
      this.failed = reject
      this.socket.write(this.request)
    })
  }

  /** Sends it until then, without a promise for each. */
  visitUntil (end, times) {
    return new Promise((resolve, reject) => {
      let sent = performance.now()
      this.failed = reject
      this.answered = () => {
        const now = performance.now()
        times.push(now - sent)
        sent = now
        if (now < end) this.socket.write(this.request)
        else resolve()
      }
      this.socket.write(this.request)
    })
  }

  hear (text) {
    this.heard += text
    const length = lengthOfAnswer(this.heard)
    if (length === undefined || this.heard.length < length) return
    if (!this.heard.startsWith('HTTP/1.1 200 ') || this.heard.length > length) {
      this.failed(new Error(`an answer was not as expected: ${this.heard}`))
      return
    }
    this.heard = ''
    this.answered()
  }

  close () {
    this.failed = undefined
    this.socket.destroy()
  }
}

function lengthOfAnswer (text) {
  const head = text.indexOf('\r\n\r\n')
  if (head < 0) return undefined
  const at = text.indexOf('\r\nContent-Length: ')
  if (at < 0 || at > head) return Infinity
  return head + 4 + Number.parseInt(text.slice(at + 18, at + 26))
}

process.on('message', ([order, details]) => {
  orders[order](details).then((found) => process.send(found), (error) => process.send({ error: error.message }))
})
process.on('disconnect', () => process.exit())
process.send({ ready: true })
