// How does a store run in a process of its own, and what if it ends that process?

import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const program = fileURLToPath(new URL('../contract/process.js', import.meta.url))
const patience = 120_000

export class StoreProcess {
  /** @param {string} tree the folder whose packages it uses */
  constructor (tree, place) {
    const { NODE_ENV, NODE_OPTIONS, NODE_TEST_CONTEXT, DEBUG, ...env } = process.env
    this.child = fork(program, {
      cwd: tree, execArgv: [], env: { ...env, ...place?.environment }, stdio: ['ignore', 'ignore', 'pipe', 'ipc']
    })
    this.complaints = ''
    this.child.stderr.on('data', (chunk) => { this.complaints = (this.complaints + chunk).slice(-4000) })
    this.ended = new Promise((resolve) => this.child.on('close', resolve))
  }

  /** Has a part done; `heard` gets every message before the end. Resolves to `{ done, failure }` or `{ ended }`. */
  ask (message, heard = () => {}) {
    return new Promise((resolve) => {
      const settle = (outcome) => {
        clearTimeout(timer)
        this.child.off('message', hear)
        resolve(outcome)
      }
      const hear = (answer) => answer.done ? settle(answer) : heard(answer)
      const timer = setTimeout(() => settle({ done: true, failure: 'does not come to an end' }), patience)
      this.child.on('message', hear)
      this.ended.then(() => settle({ ended: lastComplaint(this.complaints) }))
      if (this.child.connected) this.child.send(message)
    })
  }

  async close () {
    if (this.child.connected) await this.ask({ part: 'close' })
    const timer = setTimeout(() => this.child.kill('SIGKILL'), 3000)
    await this.ended
    clearTimeout(timer)
  }
}

function lastComplaint (text) {
  const lines = text.split('\n').map((line) => line.trim())
  return lines.find((line) => /^(\w*(Error|Exception)\b.*|\[?\w+Error.*)/.test(line)) ?? lines.filter(Boolean).at(-1) ?? 'without a word'
}
