'use strict'

// How does a request travel to whichever application is under test, as bytes over loopback, and back?

const http = require('node:http')
const net = require('node:net')

// A request counts as unanswered when nothing at all has happened for so long and for so many turns of the event loop:
// time alone would blame a busy machine. Short is fast; who is in doubt looks again, patiently.
const SHORT_SILENCE = { ms: 4, turns: 30 }
const LONG_SILENCE = { ms: 150, turns: 200 }

// More turns than any store here needs between two things it does.
const SETTLING_TURNS = 5

class Server {
  async start () {
    this.application = null
    this.unanswered = SHORT_SILENCE
    this.http = http.createServer((req, res) => this.application.answer(req, res))
    await new Promise(resolve => this.http.listen(0, '127.0.0.1', resolve))
    return this
  }

  async patiently (work) {
    this.unanswered = LONG_SILENCE
    try {
      return await work()
    } finally {
      this.unanswered = SHORT_SILENCE
    }
  }

  stop () {
    this.http.close()
    this.http.closeAllConnections()
  }

  // The response as it came, one character a byte, and whether it came to its end. `activity()` counts what happens.
  exchange (bytes, activity) {
    return new Promise((resolve, reject) => {
      const chunks = []
      let watching = true
      const socket = net.connect(this.http.address().port, '127.0.0.1', () => socket.write(bytes, 'latin1'))
      const finish = complete => {
        if (!watching) return
        watching = false
        socket.destroy()
        resolve({ text: Buffer.concat(chunks).toString('latin1'), complete })
      }
      socket.on('data', chunk => chunks.push(chunk))
      socket.on('end', () => finish(true))
      socket.on('error', error => error.code === 'ECONNRESET' ? finish(true) : reject(error))
      silence(this.unanswered, () => activity() + chunks.length, () => watching).then(() => finish(false))
    })
  }
}

async function silence (enough, activity, watching) {
  while (watching()) {
    const before = activity()
    await new Promise(resolve => setTimeout(resolve, enough.ms))
    for (let turns = 0; turns < enough.turns && watching() && activity() === before; turns++) await aTurn()
    if (activity() === before) return
  }
}

// Waits for what an answer leaves behind: deferred errors, callbacks, late calls of the store.
async function settle (activity) {
  let before = activity()
  for (let quiet = 0; quiet < SETTLING_TURNS; quiet++) {
    await aTurn()
    if (activity() !== before) {
      before = activity()
      quiet = 0
    }
  }
}

function aTurn () {
  return new Promise(resolve => setImmediate(resolve))
}

module.exports = { Server, settle }
