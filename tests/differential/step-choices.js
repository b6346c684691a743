'use strict'

// What may a step of a handler's program be given?

const { cookieFields } = require('./choices')
const { rotate } = require('./request-choices')
const { table } = require('./tables')

const key = table('session key', [
  [30, 'a'], [20, 'b'], [10, 'user'], [6, 'number-like', '1'], [2, 'non-ASCII', 'ключ'], [1, '__proto__'], [1, 'constructor'],
  [1, 'id'], [1, 'req']
])

const value = table('session value', [
  [20, 'small number', 1], [10, 'text', 'x'], [10, 'other text', 'y'], [8, 'object', { name: 'n', list: [1, 2] }],
  [4, 'null', null], [3, 'undefined', { $undefined: 1 }], [3, 'function', { $function: 1 }], [3, 'Date', { $soon: 5 }],
  [2, 'NaN', { $number: 'NaN' }], [2, '-0', { $number: '-0' }], [3, 'toJSON', { $toJSON: { shown: 1 } }],
  [2, 'Map', { $map: [[1, 2]] }], [1, 'symbol', { $symbol: 's' }], [2, 'nested cookie', { cookie: { a: 1 } }],
  [2, 'Buffer', { $buffer: 'b' }], [2, 'non-ASCII', '\u2028 é 🔑 \ud800'], [2, 'long', 'z'.repeat(3000)],
  [1, 'Error', { $error: 'kept' }], [1, 'inherited fields', { $inherits: { unseen: 1 } }]
])

const wait = table('callback', [[60, 'waited for', 'wait'], [30, 'not waited for', 'ignore'], [6, 'missing', 'bare']])

const cookieField = table('assigned cookie field', [
  [30, 'maxAge'], [16, 'expires'], [8, 'secure'], [8, 'sameSite'], [5, 'path'], [5, 'domain'], [5, 'httpOnly'],
  [3, 'partitioned'], [3, 'priority'], [3, 'originalMaxAge']
])

const wholeCookie = table('whole session.cookie', [
  [4, 'plain object', { path: '/', httpOnly: true, expires: null, originalMaxAge: null }], [2, 'empty object', {}]
])

const assigned = table('assigned req.session', [
  [12, 'null', null], [8, 'undefined', { $undefined: 1 }], [3, 'zero', 0], [3, 'false', false], [2, 'empty text', '']
])

const assignedId = table('assigned req.sessionID', [
  [6, 'other', 'other-id'], [2, 'awkward', 'é;a b.c%'], [1, 'lone surrogate', 'a\ud800'], [2, 'undefined', { $undefined: 1 }],
  [2, 'null', null], [1, 'number', 7], [2, 'empty', '']
])

const turn = table('a turn later', [[4, 'immediate'], [2, 'nextTick'], [2, 'microtask']])
const tick = table('clock inside the handler', [[4, '1 ms', 1], [3, '1.5 s', 1500], [1, 'two minutes', 120000]])
const listener = table('on-headers listener', [
  [3, 'looks'], [2, 'changes the session'], [1, 'drops the session'], [1, 'sets a cookie'], [1, 'saves']
])

const setCookieHeader = table('Set-Cookie by the handler', [
  [4, 'text', 'mine=1'], [4, 'array', ['mine=1', 'yours=2; Path=/']], [1, 'empty array', []], [1, 'empty text', '']
])

const contentLength = table('Content-Length', [
  [8, 'right', 'right'], [2, 'short', 2], [2, 'long', 30], [1, 'zero', 0], [1, 'not a number', 'abc'], [1, 'negative', -3]
])

const text = table('body', [
  [20, 'hello'], [4, 'empty', ''], [3, 'one byte', 'x'], [3, 'non-ASCII', 'héllo ✓'], [2, 'long', 'long '.repeat(600)],
  [2, 'Buffer', { $buffer: 'buffer' }], [1, 'empty Buffer', { $buffer: '' }], [1, 'Uint8Array', { $uint8: [104, 105] }],
  [2, 'null', null], [2, 'undefined', { $undefined: 1 }]
])

// write() refuses null and undefined, and then nothing is answered
const written = table('written', [
  [20, 'part'], [4, 'empty', ''], [4, 'non-ASCII', 'pärt'], [3, 'Buffer', { $buffer: 'part' }], [0.5, 'null', null]
])

const oddChunk = table('odd body', [[2, 'number', 5], [1, 'object', {}], [1, 'true', true]])
const encoding = table('encoding', [[10, 'none', undefined], [2, 'utf8'], [2, 'latin1'], [1, 'base64'], [1, 'ucs2']])

const headersForm = table('writeHead headers', [
  [4, 'object', { 'X-One': '1', 'Content-Type': 'text/plain' }], [3, 'flat array', ['X-One', '1', 'X-Two', '2']],
  [3, 'pairs', [['X-One', '1'], ['X-Two', '2']]], [3, 'object with Set-Cookie', { 'Set-Cookie': ['theirs=1', 'others=2'] }],
  [3, 'flat array with Set-Cookie', ['Set-Cookie', 'theirs=1', 'Set-Cookie', 'others=2']],
  [2, 'pairs with Set-Cookie', [['Set-Cookie', 'theirs=1']]], [2, 'none', undefined],
  [1, 'with Content-Length', { 'Content-Length': 5 }], [1, 'odd flat array', ['X-One']], [1, 'null', null]
])

const status = table('status', [
  [30, '200', 200], [5, '201', 201], [8, '204', 204], [8, '304', 304], [4, '302', 302], [3, '500', 500]
])

module.exports = {
  key, value, wait, cookieFields, cookieField, wholeCookie, assigned, assignedId,
  turn, tick, listener, setCookieHeader, contentLength, text, written,
  oddChunk, encoding, headersForm, status, rotate
}
