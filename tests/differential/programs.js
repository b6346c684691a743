'use strict'

// Which little program does a handler run?
//
// A program is a list of steps, plain data that steps.js carries out: { do: 'set', key: 'a', value: 1 }.
// What no program does, and why, stands in left-out.js.

const { isAssignable } = require('./cookie-attributes')
const given = require('./step-choices')
const { isTable, table } = require('./tables')

const MOST_STEPS = 5

const ofTheResponse = new Set(['on headers', 'set header', 'set Set-Cookie', 'append Set-Cookie', 'remove Set-Cookie', 'status'])

// Each row: [weight, name, the step's arguments]; a table among the arguments stands for a choice from it.
const work = programTable('step', [
  [14, 'look'],
  [20, 'set', dataAssignment],
  [0.1, 'set', { key: 'save', value: { $function: 1 } }],
  [6, 'delete', { key: given.key }],
  [5, 'nested'],
  [4, 'revert', dataAssignment],
  [2, 'reorder', { key: given.key }],
  [0.5, 'session toJSON'],
  [4, 'touch'],
  [3, 'resetMaxAge'],
  [7, 'save', { then: given.wait }],
  [5, 'reload', { then: given.wait }],
  [7, 'regenerate', { then: given.wait }],
  [4, 'destroy', { then: given.wait }],
  [9, 'assign cookie field', cookieAssignment],
  [1, 'delete cookie field', { field: given.cookieField }],
  [1, 'set foreign cookie field'],
  [1.5, 'assign cookie', { value: given.wholeCookie }],
  [5, 'assign session', { value: given.assigned }],
  [2, 'delete session'],
  [2, 'assign id', { value: given.assignedId }],
  [1.5, 'keep'],
  [1.5, 'put back'],
  [1, 'set on kept'],
  [1, 'save kept', { then: given.wait }],
  [1, 'replace save'],
  [1, 'store.generate'],
  [1, 'store.load'],
  [1, 'store.createSession'],
  [5, 'another request saves'],
  [1, 'store.all'],
  [1, 'store.length'],
  [0.5, 'store.clear'],
  [0.5, 'store.emit', { event: 'disconnect' }],
  [0.5, 'rotate', { how: given.rotate }],
  [4, 'tick', { ms: given.tick }],
  [4, 'turn', { kind: given.turn }],
  [3, 'on headers', { listener: given.listener }],
  [2, 'set header'],
  [5, 'set Set-Cookie', { value: given.setCookieHeader }],
  [1, 'append Set-Cookie'],
  [1, 'remove Set-Cookie'],
  [4, 'status', { code: given.status }],
  [1, 'serialize cookie']
])

const answer = programTable('answer', [
  [22, 'end', { chunk: given.text, encoding: given.encoding }],
  [12, 'end without arguments'],
  [8, 'write and end', { chunk: given.written, last: given.text, encoding: given.encoding }],
  [5, 'write several', { chunks: [given.written, given.written, given.written] }],
  [12, 'writeHead and end', { code: given.status, headers: given.headersForm, chunk: given.text }],
  [3, 'writeHead with a message and end', { code: given.status, headers: given.headersForm, chunk: given.text }],
  [1, 'writeHead twice', { code: given.status, headers: given.headersForm, chunk: given.text }],
  [9, 'Content-Length and end', { length: given.contentLength, chunk: given.text, encoding: given.encoding }],
  [2, 'Content-Length, write and end', { length: given.contentLength, chunk: given.written }],
  [4, 'pipe'],
  [2, 'pipeline'],
  [3, 'flushHeaders and end', { chunk: given.text }],
  [4, 'end twice', { chunk: given.text }],
  [0.7, 'write with an odd body', { chunk: given.oddChunk }],
  [4, 'throw'],
  [4, 'next with an error'],
  [2, 'next with a text'],
  [2, 'next without an error'],
  [0.5, 'nothing'],
  [7, 'send', { chunk: given.text }],
  [4, 'json'],
  [3, 'redirect'],
  [2, 'res.cookie'],
  [2, 'sendStatus', { code: given.status }]
])

// What stands before session() in the chain may have prepared the request.
const earlier = programTable('earlier middleware', [
  [20, 'req.secret', { value: 'keyboard cat' }],
  [2, 'req.secret', { value: { $buffer: 'keyboard cat' } }],
  [3, 'req.cookies from the jar'],
  [3, 'req.signedCookies from the jar'],
  [1, 'odd req.cookies'],
  [1, 'odd req.signedCookies'],
  [3, 'hide the Cookie header'],
  [6, 'originalUrl', { value: '/app/mounted?x' }],
  [2, 'originalUrl', { value: 'http://host.test/app' }],
  [8, 'req.secure'],
  [6, 'encrypted socket'],
  [2, 'req.session already'],
  [1, 'null req.session already'],
  [4, 'earlier on-headers listener'],
  [2, 'status', { code: given.status }],
  [1, 'res.writeHead wrapped']
])

function programTable (name, rows) {
  return table(name, rows.map(([weight, step, args = {}]) => [weight, step, { step, args }]))
}

function pickStep (dice, from) {
  const { step, args } = dice.pick(from)
  return { do: step, ...typeof args === 'function' ? args(dice) : filled(args, dice) }
}

// Each table in the arguments gives way to a choice from it.
function filled (args, dice) {
  return Object.fromEntries(Object.entries(args).map(([name, arg]) => [name, choice(arg, dice)]))
}

function choice (arg, dice) {
  if (Array.isArray(arg)) return arg.map(item => choice(item, dice))
  return isTable(arg) ? dice.pick(arg) : arg
}

// An object as the prototype of a session would take its methods away.
function dataAssignment (dice) {
  const key = dice.pick(given.key)
  const value = dice.pick(given.value)
  return { key, value: key === '__proto__' && typeof value === 'object' ? 'no prototype' : value }
}

function cookieAssignment (dice) {
  const field = dice.pick(given.cookieField)
  const value = dice.pick(given.cookieFields[field])
  return { field, value: value === undefined || !isAssignable(field, value) ? { $undefined: 1 } : value }
}

function steps (dice, most) {
  return Array.from({ length: dice.below(most + 1) }, () => pickStep(dice, work))
}

function handlerProgram (dice) {
  // a request that changes nothing is the most frequent in life
  const before = dice.chance(0.25) ? [] : steps(dice, MOST_STEPS)
  const program = [...before, pickStep(dice, answer)]
  return dice.chance(0.25) ? [...program, ...steps(dice, 2)] : program
}

// Without a response there is nothing to answer, and nothing of a response to touch.
function bareProgram (dice) {
  return steps(dice, MOST_STEPS).filter(step => !ofTheResponse.has(step.do))
}

function earlierSteps (dice) {
  return dice.chance(0.35) ? [pickStep(dice, earlier)] : []
}

module.exports = { handlerProgram, bareProgram, earlierSteps }
