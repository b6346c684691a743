// How is a program asked that runs in a process of its own?
'use strict'

const { fork } = require('node:child_process')
const path = require('node:path')

/** A program of this folder. It says something when it is ready, and answers each message with one. */
class Program {
  /**
   * @param {string} file
   * @param {string[]} [args]
   * @param {string} [binary] the Node.js that runs it
   * @returns {Promise<{ program: Program, first: any }>} and what it said first
   */
  static async start (file, args = [], binary = process.execPath) {
    const program = new Program(fork(path.join(__dirname, file), args, {
      execPath: binary, execArgv: [], stdio: ['ignore', 'ignore', 'inherit', 'ipc'], env: { ...process.env, NODE_ENV: 'production' }
    }))
    try {
      return { program, first: await program.hear() }
    } catch (error) {
      await program.stop()
      throw error
    }
  }

  constructor (child) {
    this.child = child
    this.waits = undefined
    this.closed = new Promise((resolve) => child.on('close', resolve))
    child.on('message', (message) => {
      if (message.error) this.waits?.reject(new Error(message.error))
      else this.waits?.resolve(message)
    })
    child.on('error', (error) => this.waits?.reject(error))
    child.on('exit', () => this.waits?.reject(new Error('a program of the bench ended early')))
  }

  hear () {
    return new Promise((resolve, reject) => { this.waits = { resolve, reject } })
  }

  ask (message) {
    const heard = this.hear()
    this.child.send(message)
    return heard
  }

  async stop () {
    this.waits = undefined
    this.child.kill()
    // One that never started does not close.
    if (this.child.pid) await this.closed
  }
}

module.exports = { Program }
