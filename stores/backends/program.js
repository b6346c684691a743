// How does a server run on a free port of the loopback interface, until it is stopped?
'use strict'

const { spawn } = require('node:child_process')
const net = require('node:net')
const { setTimeout: sleep } = require('node:timers/promises')
const { freePort } = require('../../tests/kit/free-port')

const patience = 40_000

// What is stopped in the middle must leave no server behind.
const running = new Set()
process.once('exit', () => running.forEach((child) => child.kill('SIGKILL')))

/** Starts a program and waits until something listens on its port, or until it is ready in another way. */
async function startProgram (program, args, { port, isReady = () => listens(port), ...options }) {
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], ...options })
  let said = ''
  const keep = (chunk) => { said = (said + chunk).slice(-2000) }
  child.stdout.on('data', keep)
  child.stderr.on('data', keep)
  child.on('error', (error) => keep(error.message))
  const exited = new Promise((resolve) => child.once('close', resolve).once('error', resolve))
  running.add(child)
  exited.then(() => running.delete(child))
  const isRunning = () => running.has(child)

  const end = Date.now() + patience
  while (!await isReady()) {
    if (!isRunning() || Date.now() > end) {
      child.kill('SIGKILL')
      throw new Error(`${program} does not start: ${said.trim().split('\n').at(-1)}`)
    }
    await sleep(50)
  }
  return {
    async stop (signal = 'SIGTERM') {
      if (isRunning()) child.kill(signal)
      const timer = setTimeout(() => child.kill('SIGKILL'), 5000)
      await exited
      clearTimeout(timer)
    }
  }
}

/** A backend that is empty when it is new: started again for each trial. */
function startedAgain (start, afterwards) {
  let server
  const stop = () => server?.stop()
  return {
    async fresh () {
      await stop()
      const port = await freePort()
      server = await start(port)
      return afterwards(port)
    },
    stop: async () => stop()
  }
}

function listens (port) {
  return new Promise((resolve) => {
    const socket = net.connect(port, '127.0.0.1')
    socket.on('connect', () => resolve(true)).on('error', () => resolve(false)).on('close', () => resolve(false))
    socket.on('connect', () => socket.destroy())
  })
}

/** Runs a program to its end; what it printed, or an error with the last line of its complaint. */
function output (program, args, { input, ...options } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'pipe'], ...options })
    let text = ''
    let complaint = ''
    child.stdout.setEncoding('utf8').on('data', (chunk) => { text += chunk })
    child.stderr.setEncoding('utf8').on('data', (chunk) => { complaint += chunk })
    child.on('error', reject)
    child.on('close', (code) => code === 0 ? resolve(text) : reject(new Error(`${program}: ${complaint.trim().split('\n').at(-1)}`)))
    child.stdin.on('error', () => {})
    child.stdin.end(input)
  })
}

module.exports = { freePort, output, startProgram, startedAgain }
