// Does a server keep its size while it serves two million requests, one in a hundred with a store that fails?

import { fork } from 'node:child_process'
import { once } from 'node:events'
import { createRequire } from 'node:module'
import net from 'node:net'
import { parseArgs } from 'node:util'
import { Failure, main } from './workspace/command.mjs'
import { inProject } from './workspace/project.mjs'

const CONNECTIONS = 16
const BATCH = 10
const SAMPLES = 40

/** A quantity levels off when the median of its last quarter is not this much above that of its second quarter. */
const GROWTH = 0.05
/** What V8 keeps or gives back as it likes, whatever the program does. */
const SLACK = { rss: 8 << 20, heapUsed: 1 << 20, wasm: 0 }

const { signedCookie } = createRequire(import.meta.url)(inProject('tests', 'shim', 'signed-cookie.js'))
const knownCookies = Array.from({ length: 500 }, (_, index) => signedCookie(`known ${index}`))
const forgedCookie = signedCookie('known 0', 'another secret')

// [of a hundred requests, path, cookie]
const mix = [
  [40, '/read', known],
  [25, '/count', known],
  [10, '/count', () => ''],
  [8, '/stream', known],
  [6, '/log-in', known],
  [6, '/log-out', known],
  [5, '/count', () => forgedCookie]
]
const shares = mix.flatMap(([share, path, cookie]) => Array(share).fill([path, cookie]))

main(async () => {
  const { values } = parseArgs({ options: { requests: { type: 'string', default: '2000000' } } })
  const requests = Number(values.requests)
  if (!(requests >= 1000)) throw new Failure('--requests takes a number, 1000 at least')

  const server = fork(inProject('tests', 'faults', 'soak-server.js'), { execArgv: ['--expose-gc'] })
  try {
    const [{ port }] = await once(server, 'message')
    const seen = { left: requests, statuses: {}, aborted: 0 }
    console.log(row(['requests', 'seconds', 'RSS MB', 'heap MB', 'wasm MB', 'faults', 'errors', 'uncaught']))
    const samples = []
    const start = performance.now()
    const load = Promise.all(Array.from({ length: CONNECTIONS }, () => send(port, seen)))
    // It is waited for below.
    load.catch(() => {})
    for (let next = 0; seen.left > 0; await pause(100)) {
      if (requests - seen.left < next) continue
      next += requests / SAMPLES
      samples.push(await sample(server, start))
    }
    await load
    samples.push(await sample(server, start))
    report(samples, seen)
  } finally {
    server.disconnect()
  }
})

/** Sends batches over one connection until none are left, and counts what comes back; now and then it hangs up. */
async function send (port, seen) {
  while (seen.left > 0) {
    const socket = net.connect(port, '127.0.0.1').setEncoding('latin1')
    const closed = new Promise((resolve) => socket.once('close', () => resolve(true)))
    socket.on('error', () => {})
    const answers = new Answers(socket, seen.statuses)
    while (seen.left > 0) {
      const size = Math.min(BATCH, seen.left)
      seen.left -= size
      socket.write(Array.from({ length: size }, request).join(''))
      if (Math.random() < 0.002) {
        seen.aborted += size
        break
      }
      if (await Promise.race([answers.next(size), closed])) throw new Failure('the server closed a connection')
    }
    socket.destroy()
    await closed
  }
}

/** Counts the heads of answers, wherever the chunks of a connection begin and end. */
class Answers {
  constructor (socket, statuses) {
    this.left = 0
    this.done = () => {}
    let rest = ''
    socket.on('data', (text) => {
      rest += text
      let end = 0
      for (const match of rest.matchAll(/HTTP\/1\.1 (\d{3})/g)) {
        end = match.index + match[0].length
        statuses[match[1]] = (statuses[match[1]] ?? 0) + 1
        this.left -= 1
      }
      rest = rest.slice(Math.max(end, rest.length - 'HTTP/1.1 20'.length))
      // The last head may come before the end of its body; the next batch waits behind it.
      if (this.left === 0) this.done()
    })
  }

  next (count) {
    this.left = count
    return new Promise((resolve) => { this.done = () => resolve(false) })
  }
}

function request () {
  const [path, cookie] = shares[Math.floor(Math.random() * shares.length)]
  return `GET ${path} HTTP/1.1\r\nHost: localhost\r\nCookie: ${cookie()}\r\n\r\n`
}

function known () {
  return knownCookies[Math.floor(Math.random() * knownCookies.length)]
}

async function sample (server, start) {
  const answered = once(server, 'message')
  server.send('sample')
  const [taken] = await answered
  const { rss, heapUsed, wasm, requests, faults, errors, uncaught } = taken
  const megabytes = [rss, heapUsed, wasm].map((bytes) => (bytes / (1 << 20)).toFixed(1))
  const seconds = ((performance.now() - start) / 1000).toFixed(0)
  console.log(row([requests, seconds, ...megabytes, faults, errors, uncaught]))
  return taken
}

function row (cells) {
  return cells.map((cell) => String(cell).padStart(8)).join('  ')
}

function report (samples, { statuses, aborted }) {
  const { requests, faults, uncaught } = samples.at(-1)
  console.log(`${requests} requests served, ${faults} calls of the store failed, ${aborted} requests were given up by their client`)
  console.log(`answers: ${Object.entries(statuses).map(([status, count]) => `${count} x ${status}`).join(', ')}`)
  const verdicts = Object.entries(SLACK).map(([what, slack]) => verdict(samples, what, slack))
  if (uncaught > 0) verdicts.push(`${uncaught} errors were not caught`)
  const troubles = verdicts.filter(Boolean)
  if (troubles.length > 0) throw new Failure(troubles.join('\n'))
}

/** @returns {string | undefined} what does not level off */
function verdict (samples, what, slack) {
  const quarter = Math.floor(samples.length / 4)
  const early = median(samples.slice(quarter, 2 * quarter).map((taken) => taken[what]))
  const late = median(samples.slice(-quarter).map((taken) => taken[what]))
  const change = `${(early / (1 << 20)).toFixed(2)} MB in the second quarter, ${(late / (1 << 20)).toFixed(2)} MB in the last`
  const grows = late > early * (1 + GROWTH) && late > early + slack
  console.log(`${what}: ${grows ? 'grows' : 'levels off'}: ${change}`)
  return grows ? `${what} grows` : undefined
}

function median (numbers) {
  return numbers.toSorted((a, b) => a - b)[numbers.length >> 1]
}

function pause (ms) {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
