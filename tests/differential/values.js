'use strict'

// How does a scenario, which is plain JSON, spell a value that JSON has no word for?

const { createSecretKey } = require('node:crypto')

const { START } = require('./clock')

// Each use of a scenario revives its values anew, so that neither side sees what the other did to them.
const spelled = {
  $undefined: () => undefined,
  $number: text => Number(text),
  $date: ms => new Date(ms === null ? NaN : ms),
  // milliseconds after the scenario's clock started
  $soon: ms => new Date(START + ms),
  $isoSoon: ms => new Date(START + ms).toISOString(),
  $function: () => function () {},
  $symbol: name => Symbol(name),
  $error: message => new Error(message),
  $buffer: text => Buffer.from(text),
  $uint8: bytes => Uint8Array.from(bytes),
  // a view with an offset: what lies around it is no part of the value
  $dataView: bytes => new DataView(Uint8Array.from([7, ...bytes, 7]).buffer, 1, bytes.length),
  $arrayBuffer: bytes => Uint8Array.from(bytes).buffer,
  $keyObject: text => createSecretKey(Buffer.from(text)),
  $toJSON: value => ({ hidden: 1, toJSON: () => revive(value) }),
  $map: entries => new Map(entries),
  $inherits: fields => Object.create(revive(fields)),
  // JSON would drop the order of such keys, or the key itself
  $entries: entries => {
    const object = {}
    for (const [key, value] of entries) {
      Object.defineProperty(object, key, { value: revive(value), enumerable: true, writable: true, configurable: true })
    }
    return object
  }
}

function revive (value) {
  if (Array.isArray(value)) return value.map(revive)
  if (typeof value !== 'object' || value === null) return value
  const keys = Object.keys(value)
  if (keys.length === 1 && spelled[keys[0]]) return spelled[keys[0]](value[keys[0]])
  return Object.fromEntries(keys.map(key => [key, revive(value[key])]))
}

module.exports = { revive }
