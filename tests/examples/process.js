'use strict'

// What does a file do when it is started as a program: where does it listen, what does it print, how does it end?

const { spawn } = require('node:child_process')
const path = require('node:path')

const root = path.join(__dirname, '..', '..')

function started (t, file, env) {
  const { PORT, SESSION_SECRET, NODE_TEST_CONTEXT, ...inherited } = process.env
  const child = spawn(process.execPath, [path.join(root, file)], { env: { ...inherited, ...env } })
  t.after(() => child.kill('SIGKILL'))

  const printed = { stdout: '', stderr: '' }
  for (const name of Object.keys(printed)) {
    child[name].setEncoding('utf8').on('data', (chunk) => { printed[name] += chunk })
  }
  const ended = new Promise((resolve) => child.on('close', (code, signal) => resolve({ code, signal, ...printed })))

  return { child, ended, address: () => address(child, printed, ended) }
}

// The address that the process prints, once it is there.
async function address (child, printed, ended) {
  const found = () => /http:\/\/127\.0\.0\.1:\d+\//.exec(printed.stdout)?.[0]
  const over = ended.then(({ code, stderr }) => {
    throw new Error(`it ended with code ${code} before it listened: ${stderr}`)
  })
  over.catch(() => {})
  while (!found()) await Promise.race([over, new Promise((resolve) => child.stdout.once('data', resolve))])
  return found()
}

module.exports = { started }
