// Many clients share one session over several processes: what do they find of what they were told?
'use strict'

const { fork } = require('node:child_process')
const { once } = require('node:events')
const http = require('node:http')
const path = require('node:path')

/**
 * @typedef {object} Found
 * @property {number} acknowledged increments that were answered with 200
 * @property {number} lost of those, what the next request of the same client did not find
 * @property {number} logOuts that were acknowledged
 * @property {number} alive requests that a session answered whose log-out had been acknowledged before they were sent
 * @property {number} revived sessions that were logged out, and answer when all is over
 * @property {Record<string, number>} others what was answered else
 * @property {number} seconds
 */

/**
 * Each client increments a key of its own, again and again; one in `logOutEvery` times it logs out, and in again: then all
 * go on with the new session.
 *
 * @param {{ name: string, place: any, concurrency: string, hasSetIf: boolean, processes: number, clients: number, requests: number, logOutEvery: number }} options
 * @returns {Promise<Found>}
 */
async function crowd (options) {
  const { processes, clients, requests, logOutEvery } = options
  const workers = Array.from({ length: processes }, () => fork(path.join(__dirname, 'worker.js')))
  const agent = new http.Agent({ keepAlive: true, maxSockets: Math.ceil(clients / processes) + 1 })
  try {
    const ports = []
    // One after the other: the first makes the table.
    for (const worker of workers) {
      worker.send(options)
      ports.push((await once(worker, 'message'))[0].port)
    }
    const found = { acknowledged: 0, lost: 0, logOuts: 0, alive: 0, revived: 0, others: {}, seconds: 0 }
    const ask = (where, cookie) => get(agent, ports[Math.floor(Math.random() * ports.length)], where, cookie)
    const shared = { cookie: undefined, out: new Set() }
    const logIn = async () => { shared.cookie = (await ask('/log-in')).cookie }

    await logIn()
    const start = performance.now()
    await Promise.all(Array.from({ length: clients }, async (_, index) => {
      let mine = { cookie: undefined, count: 0 }
      for (let done = 0; done < requests; done++) {
        const { cookie } = shared
        if (mine.cookie !== cookie) mine = { cookie, count: 0 }
        const wasOut = shared.out.has(cookie)
        if (!wasOut && Math.random() < 1 / logOutEvery) {
          if ((await ask('/log-out', cookie)).status === 200) {
            shared.out.add(cookie)
            found.logOuts++
            // Whoever was first; the others find the new session. Some try the old one again.
            await probe(cookie)
            if (shared.cookie === cookie) await logIn()
          }
          continue
        }
        const { status, text } = await ask(`/add/c${index}`, cookie)
        if (status === 200) {
          if (wasOut) found.alive++
          found.acknowledged++
          found.lost += Math.max(0, mine.count + 1 - Number(text))
          mine.count = Number(text)
        } else {
          found.others[`${status} ${text}`] = (found.others[`${status} ${text}`] ?? 0) + 1
        }
      }
    }))
    found.seconds = (performance.now() - start) / 1000
    for (const cookie of shared.out) if ((await ask('/read', cookie)).status === 200) found.revived++
    return found

    async function probe (cookie) {
      for (let count = 0; count < 5; count++) if ((await ask('/add/probe', cookie)).status === 200) found.alive++
    }
  } finally {
    agent.destroy()
    for (const worker of workers) if (worker.connected) worker.disconnect()
    await Promise.all(workers.map((worker) => worker.exitCode ?? once(worker, 'exit')))
  }
}

function get (agent, port, where, cookie) {
  return new Promise((resolve, reject) => {
    const request = http.get({ host: '127.0.0.1', port, path: where, agent, headers: cookie ? { cookie } : {} }, (response) => {
      let text = ''
      response.setEncoding('utf8').on('data', (chunk) => { text += chunk }).on('error', reject)
      response.on('end', () => resolve({ status: response.statusCode, text, cookie: response.headers['set-cookie']?.[0].split(';')[0] }))
    })
    request.on('error', reject)
  })
}

module.exports = { crowd }
