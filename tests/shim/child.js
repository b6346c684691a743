// What does a process of its own print, given a script that uses the module?
'use strict'

const { execFile } = require('node:child_process')
const path = require('node:path')

const PREAMBLE = [
  `const session = ${requireFrom('../module-under-test')}`,
  `const { run, MockResponse } = ${requireFrom('./mock')}`,
  `const { signedCookie } = ${requireFrom('./signed-cookie')}`
].join('; ')

// `before` runs ahead of the module. The environment of the tests must not turn on output of its own.
function runScript (source, { env = {}, before = '' } = {}) {
  const { NODE_ENV, DEBUG, NO_DEPRECATION, NODE_OPTIONS, NODE_TEST_CONTEXT, ...inherited } = process.env
  const script = `${before}; ${PREAMBLE}; ${source}`

  return new Promise((resolve) => {
    execFile(process.execPath, ['-e', script], { env: { ...inherited, ...env } }, (error, stdout, stderr) => {
      resolve({ code: error ? error.code : 0, stdout, stderr, output: stdout + stderr })
    })
  })
}

function requireFrom (name) {
  return `require(${JSON.stringify(path.join(__dirname, name))})`
}

module.exports = { runScript }
