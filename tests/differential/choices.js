'use strict'

// What may the application of a scenario be, and how often?
//
// Most of the weight lies on what applications really do: a scenario that fails at once tries nothing else.

const { table } = require('./tables')

const ABSENT = undefined
const DAY = 86400000

const framework = table('framework', [[58, 'plain'], [16, 'connect'], [13, 'express4'], [13, 'express5']])

const options = {
  name: table('option name', [
    [80, 'absent', ABSENT], [10, 'sid'], [2, "!#$%&'*+-.^_`|~x"], [1, 'empty', ''], [0.5, 'number', 5]
  ]),
  key: table('option key', [[92, 'absent', ABSENT], [7, 'legacy.sid'], [1, 'empty', '']]),
  // Of options that are ours alone, what changes nothing.
  onSaveError: table('option onSaveError', [[80, 'absent', ABSENT], [20, 'send']]),
  proxy: table('option proxy', [[60, 'absent', ABSENT], [15, 'true', true], [22, 'false', false], [2, 'one', 1]]),
  resave: table('option resave', [
    [10, 'absent', ABSENT], [35, 'true', true], [50, 'false', false], [2, 'zero', 0], [2, 'yes'], [2, 'null', null]
  ]),
  resign: table('option resign', [[80, 'absent', ABSENT], [15, 'false', false], [5, 'null', null]]),
  rolling: table('option rolling', [[50, 'absent', ABSENT], [30, 'true', true], [15, 'false', false], [3, 'yes']]),
  saveUninitialized: table('option saveUninitialized', [
    [10, 'absent', ABSENT], [40, 'true', true], [45, 'false', false], [2, 'zero', 0], [2, 'yes'], [2, 'null', null]
  ]),
  // Options that express-session does not know, switched off in a way other than leaving them out.
  absoluteTimeout: table('option absoluteTimeout', [[96, 'absent', ABSENT], [4, 'null', null]]),
  clearOnDestroy: table('option clearOnDestroy', [[94, 'absent', ABSENT], [4, 'false', false], [2, 'zero', 0]]),
  idleTimeout: table('option idleTimeout', [[96, 'absent', ABSENT], [4, 'null', null]]),
  probation: table('option probation', [[96, 'absent', ABSENT], [4, 'null', null]]),
  touchAfter: table('option touchAfter', [[96, 'absent', ABSENT], [4, 'null', null]]),
  user: table('option user', [[96, 'absent', ABSENT], [4, 'null', null]]),
  unset: table('option unset', [
    [55, 'absent', ABSENT], [10, 'keep'], [32, 'destroy'], [1, 'bogus'], [1, 'empty', ''], [0.5, 'true', true]
  ]),
  // of which express-session knows nothing, and does the same
  concurrency: table('option concurrency', [[80, 'absent', ABSENT], [20, 'last-write']])
}

const genid = table('option genid', [
  [56, 'counter'], [25, 'default'], [5, 'awkward'], [3, 'dotted'], [0.7, 'undefined'], [0.7, 'number'], [0.7, 'object'],
  [0.7, 'empty'], [0.7, 'null'], [1.5, 'throws'], [2, 'same'], [1, 'not a function']
])

const secret = table('option secret', [
  [40, 'text', 'keyboard cat'], [6, 'non-ASCII', 'пароль 🔑'], [8, 'Buffer', { $buffer: 'bytes \u0000 of a key' }],
  [3, 'Uint8Array', { $uint8: [1, 2, 250, 255, 0] }], [1, 'DataView', { $dataView: [4, 5, 6] }],
  [1, 'ArrayBuffer', { $arrayBuffer: [4, 5, 6] }], [5, 'KeyObject', { $keyObject: 'key object' }],
  [8, 'array of one', ['only']], [14, 'array of three', ['new', 'middle', 'old']],
  [6, 'mixed array', ['text', { $buffer: 'buffer' }, { $keyObject: 'key' }]], [8, 'absent', ABSENT], [1, 'empty', ''],
  [1, 'empty array', []], [1, 'array with undefined', [{ $undefined: 1 }, 'second']],
  [1, 'array with an empty text', ['', 'second']], [1, 'long', 'k'.repeat(200)]
])

const wrongSecret = table('wrong secret', [
  [1, 'number', 7], [1, 'true', true], [1, 'object', { a: 1 }], [1, 'function', { $function: 1 }], [1, 'array of number', [7]]
])

const cookieOption = table('option cookie', [
  [16, 'absent', ABSENT], [50, 'object'], [24, 'function'], [5, 'inherited'], [1, 'null', null],
  [0.5, 'function of undefined'], [1, 'function that throws'], [1, 'function of one object']
])

// `undefined` again: the field is not in the object. `$undefined`: it is, holding undefined.
const cookieFields = {
  domain: table('cookie domain', [
    [80, 'absent', ABSENT], [8, 'example.com'], [4, '.example.com'], [1, 'a;b'], [1, 'empty', ''], [1, 'exämple.com'],
    [0.5, 'control', 'a\u0000b'], [1, 'null', null], [1, 'undefined', { $undefined: 1 }]
  ]),
  expires: table('cookie expires', [
    [76, 'absent', ABSENT], [8, 'soon', { $soon: 3600000 }], [3, 'past', { $soon: -1000 }], [4, 'null', null],
    [2, 'false', false], [0.5, 'ISO text', { $isoSoon: DAY }], [1, 'invalid Date', { $date: null }],
    [1, 'year 12345', { $date: Date.UTC(12345, 5) }], [1, 'year -5', { $date: Date.UTC(-5, 5) }], [1, 'number', 600000]
  ]),
  httpOnly: table('cookie httpOnly', [
    [72, 'absent', ABSENT], [10, 'true', true], [10, 'false', false], [1, 'zero', 0], [1, 'text', 'x'],
    [1, 'undefined', { $undefined: 1 }]
  ]),
  maxAge: table('cookie maxAge', [
    [44, 'absent', ABSENT], [28, 'minute', 60000], [8, 'day', DAY], [4, 'null', null], [2, 'zero', 0], [2, 'negative', -1000],
    [1, 'fraction', 1234.5], [1, 'NaN', { $number: 'NaN' }], [1, 'Infinity', { $number: 'Infinity' }], [1, 'far', 1e17],
    [3, 'Date', { $soon: 7200000 }], [1, 'false', false], [0.4, 'text', '60000'], [1, 'empty text', ''],
    [1, 'undefined', { $undefined: 1 }]
  ]),
  originalMaxAge: table('cookie originalMaxAge', [[95, 'absent', ABSENT], [3, 'ten seconds', 10000], [1, 'null', null]]),
  partitioned: table('cookie partitioned', [[88, 'absent', ABSENT], [6, 'true', true], [3, 'false', false], [1, 'text', 'x']]),
  path: table('cookie path', [
    [66, 'absent', ABSENT], [8, '/'], [12, '/app'], [2, '/app/'], [1, 'empty', ''], [1, 'a;b', '/a;b'], [1, '/é'],
    [0.5, 'control', '/\u0000'], [1, 'null', null], [0.3, 'number', 5]
  ]),
  priority: table('cookie priority', [
    [84, 'absent', ABSENT], [3, 'low'], [3, 'medium'], [3, 'high'], [2, 'HIGH'], [2, 'bogus'], [1, 'number', 1],
    [1, 'empty', '']
  ]),
  sameSite: table('cookie sameSite', [
    [62, 'absent', ABSENT], [5, 'true', true], [5, 'false', false], [5, 'lax'], [5, 'strict'], [5, 'none'], [8, 'auto'],
    [2, 'LAX'], [2, 'bogus'], [1, 'empty', ''], [1, 'number', 1], [1, 'null', null]
  ]),
  secure: table('cookie secure', [
    [66, 'absent', ABSENT], [7, 'true', true], [8, 'false', false], [10, 'auto'], [1, 'yes'], [1, 'zero', 0]
  ]),
  other: table('cookie field nobody knows', [
    [96, 'absent', ABSENT], [2, 'foo', 'bar'], [1, 'object', { nested: 1 }]
  ]),
  data: table('cookie data', [[98, 'absent', ABSENT], [1, 'text', 'reserved']]),
  encode: table('cookie encode', [[98, 'absent', ABSENT], [1, 'function', { $function: 1 }]])
}

const store = {
  kind: table('store', [
    [74, 'recording'], [16, 'memory'], [8, 'default'], [0.4, 'empty object'], [0.4, 'text'], [0.4, 'null']
  ]),
  timing: table('store timing', [[55, 'immediate'], [25, 'sync'], [20, 'microtask']]),
  touch: table('store touch', [[78, 'yes', true], [22, 'no', false]]),
  shape: table('store shape', [[60, 'text'], [10, 'Date'], [10, '_expires'], [6, 'live'], [8, 'plain']]),
  mutates: table('store changes the session', [
    [88, 'no', false], [4, '__lastAccess'], [4, 'plain cookie'], [2, 'in get']
  ]),
  base: table('store base', [
    [50, 'class'], [20, 'Store.call'], [12, 'no constructor'], [8, 'borrowed'], [6, 'prototype instance']
  ]),
  getFault: table('fault of store.get', [
    [20, 'Error'], [10, 'text'], [16, 'ENOENT'], [8, 'throws'], [3, 'never'], [4, 'promise']
  ]),
  fault: table('fault of another method', [[20, 'Error'], [10, 'text'], [16, 'ENOENT'], [3, 'never'], [4, 'promise']]),
  garbage: table('store.get gives', [
    [6, 'null', null], [6, 'undefined', { $undefined: 1 }], [2, 'false', false], [2, 'empty text', ''], [3, 'empty object', {}],
    [2, 'text'], [3, 'null cookie', { cookie: null }], [2, 'text cookie', { cookie: 'x' }], [3, 'empty cookie', { cookie: {} }],
    [2, 'array', []], [2, 'number', 7], [2, 'true', true]
  ]),
  beside: table('beside a fault of the store', [
    [80, 'nothing', []],
    [20, 'a cookie that cannot be written', [{ do: 'assign cookie field', field: 'path', value: '/a;b' }]]
  ]),
  // Seen where the request brings no cookie, so that the middleware did not read first.
  besideGet: table('beside a fault of store.get', [
    [50, 'nothing', []],
    [15, 'a cookie that cannot be written', [{ do: 'assign cookie field', field: 'path', value: '/a;b' }]],
    [35, 'store.load', [{ do: 'store.load' }]]
  ]),
  method: table('faulty method', [[30, 'get'], [30, 'set'], [20, 'touch'], [20, 'destroy']])
}

// What a store may already hold when the scenario begins: id, record.
const planted = table('planted session', [
  [10, 'plain', { cookie: { originalMaxAge: null, expires: null, httpOnly: true, path: '/' }, planted: 1 }],
  [10, 'with ISO expires', { cookie: { originalMaxAge: 60000, expires: { $isoSoon: 60000 }, httpOnly: true, path: '/' }, planted: 2 }],
  [5, 'with Date expires', { cookie: { originalMaxAge: 60000, expires: { $soon: 60000 }, httpOnly: true, path: '/' }, planted: 3 }],
  [5, 'with raw _expires', { cookie: { originalMaxAge: 60000, _expires: { $soon: 60000 }, httpOnly: true, path: '/' }, planted: 4 }],
  [5, 'expired', { cookie: { originalMaxAge: 1000, expires: { $isoSoon: -5000 }, httpOnly: true, path: '/' }, planted: 5 }],
  [3, 'with an invalid expires', { cookie: { originalMaxAge: 60000, expires: 'not a date', path: '/' }, planted: 6 }],
  [3, 'without originalMaxAge', { cookie: { path: '/' }, planted: 7 }],
  [3, 'with maxAge', { cookie: { maxAge: 5000, path: '/' }, planted: 8 }],
  [2, 'with foreign keys', { cookie: { path: '/', foo: 'bar', data: 1, secure: true }, id: 'other', req: 1, save: 2, planted: 9 }],
  [2, 'with __proto__', { $entries: [['__proto__', { polluted: 1 }], ['cookie', { path: '/', expires: null }]] }]
])

const trustProxy = table('express trust proxy', [[50, 'no', false], [50, 'yes', true]])
const whole = table('options', [[96, 'an object', 'object'], [2, 'inherited'], [1, 'none']])
const second = table('second session()', [[90, 'none', ABSENT], [5, 'same'], [5, 'other name']])
const parser = table('cookie-parser', [[90, 'none'], [5, 'with secret'], [2, 'other secret'], [3, 'without secret']])
const watched = table('res.write and res.end watched', [[60, 'no', false], [40, 'yes', true]])

module.exports = {
  framework, options, genid, secret, wrongSecret, cookieOption, cookieFields, store, planted, second, parser, watched,
  trustProxy, whole
}
