// Does `npm test` take nothing for a success that is none?
'use strict'

const assert = require('node:assert/strict')
const { mkdtempSync, rmSync, writeFileSync } = require('node:fs')
const { tmpdir } = require('node:os')
const path = require('node:path')
const { after, describe, test } = require('node:test')

const folder = mkdtempSync(path.join(tmpdir(), 'steps-'))
after(() => rmSync(folder, { recursive: true }))

/** What the step of a folder comes to whose one test file holds this. */
async function outcomeOf (source) {
  const [{ judge }, { nodeCounts, skipReasons }, { run }] = await Promise.all(
    ['steps', 'counts', 'command'].map((name) => import(`../../scripts/workspace/${name}.mjs`))
  )
  const file = path.join(folder, 'sample.test.js')
  writeFileSync(file, `const { describe, test } = require('node:test')\n${source}`)
  // Within a test the runner would report to the one that is running.
  const { NODE_TEST_CONTEXT, ...env } = process.env
  const { ok, remark, counts } = judge(await run(process.execPath, ['--test', '--test-reporter=spec', file], env), nodeCounts, skipReasons)
  return { ok, remark, passed: counts?.passed, skipped: counts?.skipped }
}

describe('the step of a folder', () => {
  test('holds when its tests pass', async () => {
    assert.deepEqual(await outcomeOf("test('a', () => {})"), { ok: true, remark: undefined, passed: 1, skipped: 0 })
  })

  test('fails when one of them fails', async () => {
    assert.equal((await outcomeOf("test('a', () => {})\ntest('b', () => { throw new Error() })")).ok, false)
  })

  test('fails when a file holds no test', async () => {
    assert.equal((await outcomeOf('')).ok, false)
    assert.equal((await outcomeOf("describe('nothing', { skip: 'no reason is good enough' }, () => { test('a', () => {}) })")).ok, false)
  })

  test('holds, and says why, when its tests are skipped for a reason', async () => {
    assert.deepEqual(
      await outcomeOf("test('a', { skip: 'redis-server is not installed here' }, () => {})"),
      { ok: true, remark: 'redis-server is not installed here', passed: 0, skipped: 1 }
    )
  })

  test('fails when they are skipped without one', async () => {
    assert.equal((await outcomeOf("test('a', { skip: true }, () => {})")).ok, false)
  })
})
