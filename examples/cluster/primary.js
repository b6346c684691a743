// Who starts the workers, replaces those that die, and stops them all?
'use strict'

const cluster = require('node:cluster')
const { randomBytes } = require('node:crypto')

const workers = Number(process.env.WORKERS || 2)
// A worker that cannot start must not keep the machine busy.
const PAUSE_MS = 200

function supervise () {
  // The same in each worker: a cookie that one of them signed is verified by another.
  const secret = process.env.SESSION_SECRET || randomBytes(32).toString('hex')
  const start = () => cluster.fork({ SESSION_SECRET: secret })
  let stopping = false

  cluster.once('listening', (worker, { port }) => console.log(`http://127.0.0.1:${port}/`))

  cluster.on('exit', ({ process: { pid } }, code, signal) => {
    if (stopping) return
    console.error(`Worker ${pid} ended with ${signal || `code ${code}`}, another takes its place.`)
    setTimeout(() => { if (!stopping) start() }, PAUSE_MS)
  })

  for (const signal of ['SIGINT', 'SIGTERM']) {
    // Once: a second signal ends the process at once, and the workers with it.
    process.once(signal, () => {
      stopping = true
      for (const worker of Object.values(cluster.workers)) worker.process.kill('SIGTERM')
    })
  }

  for (let count = 0; count < workers; count++) start()
}

module.exports = { supervise }
