// Are the faults of express-session 1.19.0 that COMPATIBILITY.md names there, and not here?
'use strict'

const { describe, test } = require('node:test')
const assert = require('node:assert/strict')
const { execFile } = require('node:child_process')
const path = require('node:path')
const { differences } = require('./differences')

/** In a process of its own, because the test runner catches what nobody else does. */
function seenBy (name) {
  const { NODE_TEST_CONTEXT, SESSION_MODULE, ...env } = process.env
  return new Promise((resolve, reject) => {
    execFile(process.execPath, [path.join(__dirname, 'both-sides.js')], { env: { ...env, ...name && { SESSION_MODULE: name } } }, (error, stdout, stderr) => {
      if (error) reject(new Error(stderr, { cause: error }))
      else resolve(JSON.parse(stdout))
    })
  })
}

const ours = seenBy()
const theirs = seenBy('express-session')

for (const [entry, rows] of Object.entries(differences)) {
  describe(`COMPATIBILITY.md, entry ${entry}`, () => {
    for (const [index, row] of rows.entries()) {
      test(row.what, async () => {
        assert.deepEqual((await ours)[entry][index], row.ours ?? null, 'here')
        assert.deepEqual((await theirs)[entry][index], row.theirs ?? null, 'express-session 1.19.0')
      })
    }
  })
}
