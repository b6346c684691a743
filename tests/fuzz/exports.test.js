// Can anything that is passed to an export end the WebAssembly module?
'use strict'

const { test } = require('node:test')
const assert = require('node:assert/strict')
const Dice = require('../differential/dice')
const BareCalls = require('./bare-calls')
const { fuzz, growth, isTrap, works } = require('./exports')
const { freshInstance, packageFiles } = require('./instance')
const Values = require('./values')

test('R25 of 100,000 random inputs to every export none traps, and memory stays flat', (t) => {
  const outcome = fuzz(25, (inputs) => inputs < 100000)
  for (const what of outcome.leftOut) t.diagnostic(`left out, because the generated glue is known to trap: ${what}`)
  assert.equal(outcome.trap, undefined)
  assert.deepEqual(growth(outcome), { bytes: 0, references: 0 })
  assert.ok(outcome.thrown > 1000 && outcome.thrown < 70000, `${outcome.thrown} inputs were refused`)
})

test('R25 every export is called', () => {
  const { glue } = freshInstance()
  const methods = Object.getOwnPropertyNames(glue.SessionCookie.prototype).filter((name) => !/^(_|constructor)/.test(name))
  const calls = String(BareCalls)
  const exported = [...Object.keys(glue).filter((name) => !['default', 'initSync'].includes(name)), ...methods]
  assert.ok(exported.length > 12)
  assert.deepEqual(exported.filter((name) => !calls.includes(`.${name}(`)), [])
})

test('R25 the same seed tries the same inputs', () => {
  const [one, other] = [7, 7].map((seed) => fuzz(seed, (inputs) => inputs < 2000))
  assert.equal(one.thrown, other.thrown)
  assert.notEqual(fuzz(8, (inputs) => inputs < 2000).thrown, one.thrown)
})

test('R25 a value that throws while options are read is an error, not a trap', () => {
  const values = new Values(new Dice(1))
  const { files: { Keyring, resolveOptions } } = packageFiles()
  for (let i = 0; i < 500; i++) {
    const options = i % 2 ? values.throwing() : values.record(['name', 'unset', 'secret', 'cookie'], () => values.throwing())
    assert.ok(!isTrap(thrownBy(() => resolveOptions(options, {}, () => {}))))
  }
  const keyring = new Keyring('sid')
  assert.equal(keyring.readId(['secret'], keyring.serialize(['secret'], 'id', { flags: 0 })), 'id')
})

test('R25 a cookie that was freed is an error, not a trap', () => {
  const { glue } = freshInstance()
  const freed = new glue.SessionCookie('sid')
  freed.free()
  const uses = [['free'], ['readId', 0], ['unsign', 'a.b'], ['addSecret', new Uint8Array(8)], ['serialize', 0, { flags: 0 }]]
  for (const [method, ...args] of uses) {
    assert.match(thrownBy(() => freed[method](...args)).message, /null pointer/, method)
  }
  assert.ok(works(glue))
})

test('R25 a length beyond the buffer reads as nothing, and room that memory cannot have is refused', () => {
  const { glue } = freshInstance()
  const cookie = new glue.SessionCookie('sid')
  const lengths = [1, 4096, 2 ** 31 - 1, 2 ** 31, 2 ** 32 - 1, -1, NaN, Infinity, 2 ** 53]
  for (const length of lengths) assert.equal(cookie.readId(length), -1, `${length}`)
  for (const room of [2 ** 31, 2 ** 32 - 1, -1]) assert.equal(glue.reserveText(room), 0, `${room}`)
  assert.ok(works(glue))
})

function thrownBy (action) {
  try {
    action()
    return undefined
  } catch (error) {
    return error
  }
}
