'use strict'

// How is any value written down so that equal text means the same to whoever looks at it?

const { isDate, isUint8Array } = require('node:util').types

const DEEPEST = 6

function describe (value, depth = 0) {
  switch (typeof value) {
    case 'string': return JSON.stringify(value)
    case 'number': return Object.is(value, -0) ? '-0' : String(value)
    case 'function': return '[function]'
    case 'object': return value === null ? 'null' : describeObject(value, depth)
    default: return String(value)
  }
}

function describeObject (value, depth) {
  if (value instanceof Error) return describeError(value)
  // not instanceof: a session can be given the prototype of a Date or a Buffer
  if (isDate(value)) return `Date(${value.getTime()})`
  if (isUint8Array(value)) return `bytes ${Buffer.from(value).toString('hex')}`
  if (depth > DEEPEST) return '...'
  if (Array.isArray(value)) return `[${value.map(item => describe(item, depth + 1)).join(', ')}]`
  const properties = Object.keys(value).map(key => `${key}: ${describe(value[key], depth + 1)}`)
  return `{${properties.join(', ')}}`
}

function describeError (error) {
  const code = error.code === undefined ? '' : ` (${error.code})`
  return `${error.constructor.name}: ${error.message}${code}`
}

module.exports = { describe }
