// How is what a store did written down, so that two runs at different times come out the same?
'use strict'

const { messageOf } = require('./ask')

const hour = 60 * 60 * 1000
const deepest = 8
const longest = 2000

/** Everything about a value that code could tell by looking at it: own properties in order, undefined ones, dates. */
function describe (value) {
  const text = timeless(write(value, new Set()))
  return text.length > longest ? `${text.slice(0, longest)} ...` : text
}

function describeAnswer ({ fault, error, value }) {
  if (fault) return timeless(fault)
  if (error) return timeless(`error ${messageOf(error)}`)
  return describe(value)
}

/** The same for an answer of which the middleware takes no more than whether there was an error. */
function describeReply ({ fault, error }) {
  return describeAnswer({ fault, error, value: fault || error ? undefined : 'ok' })
}

function write (value, above) {
  if (value instanceof Date) return `Date(${isNaN(value) ? 'invalid' : value.toISOString()})`
  if (typeof value === 'string') return JSON.stringify(value)
  if (typeof value === 'function') return 'a function'
  if (typeof value !== 'object' || value === null) return String(value)
  if (above.has(value)) return 'a circle'
  if (above.size > deepest) return '...'
  const within = new Set(above).add(value)
  if (Array.isArray(value)) return `[${value.map((item) => write(item, within)).join(', ')}]`
  return `{ ${Object.keys(value).map((key) => `${key}: ${write(value[key], within)}`).join(', ')} }`
}

/** A text without what differs from run to run: times, time that is left, and ids that a backend made up. */
function timeless (text) {
  return text
    .replace(/\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d+)?( ?Z|[+-]\d\d(:?\d\d)?)?/g, '<time>')
    .replace(/\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT/g, '<time>')
    .replace(/\w{3} \w{3} \d\d \d{4} \d\d:\d\d:\d\d GMT[+-]\d{4}( \([^)]*\))?/g, '<time>')
    .replace(/(?<![\w.-])\d{4,}(\.\d+)?(?![\w-])/g, timelessNumber)
    .replace(/\b[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}\b/gi, '<uuid>')
    .replace(/\b[0-9a-f]{24,}\b/g, '<hex>')
    .replace(/(?<=")(?!lab-)[\w-]{32}(?=")/g, '<id>')
    .replace(/(?<="_id":")\w{16}(?=")/g, '<id>')
    .replace(/\b(127\.0\.0\.1|localhost):\d+/g, '<server>')
}

function timelessNumber (text) {
  const number = Number(text)
  if (number > 1e9 && number < 1e10) return '<seconds>'
  if (number > 1e12 && number < 1e13) return '<milliseconds>'
  for (const hours of [1, 2, 24]) {
    if (isJustBelow(number, hours * hour)) return `<${hours} h>`
    if (isJustBelow(number * 1000, hours * hour)) return `<${hours} h in seconds>`
  }
  return text
}

function isJustBelow (number, whole) {
  return number <= whole + 1000 && number > whole - 20000
}

module.exports = { describe, describeAnswer, describeReply, timeless }
