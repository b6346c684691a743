'use strict'

// What may a client send, and what may have changed since its last request?

const { table } = require('./tables')

const ABSENT = undefined
const DAY = 86400000

const request = {
  bare: table('bare request', [[97, 'no', false], [3, 'yes', true]]),
  method: table('method', [[70, 'GET'], [12, 'HEAD'], [18, 'POST']]),
  version: table('HTTP version', [[95, '1.1'], [5, '1.0']]),
  target: table('target', [
    [26, '/'], [40, '/app'], [10, '/app/deep?x=1#f'], [4, '/application'], [6, '/other'], [3, '/vary'], [1, '/boom'],
    [3, 'http://host.test/app'], [2, 'http://host.test'], [2, '//double/app'], [2, '/%61pp'], [1, '/app;v=1'], [1, '/?/app'],
    [1, '*'], [1, '/caf\u00e9'], [1, '/a\tb']
  ]),
  cookie: table('Cookie header', [
    [8, 'none'], [80, 'jar'], [5, 'jar among others'], [5, 'planted'], [2, 'first of the jar'], [2, 'forged'],
    [2, 'signature changed'], [2, 'id changed'], [1, 'truncated'], [1, 'padded'], [1, 'trailing byte'], [2, 'unsigned'],
    [1, 'only s:'], [1, 'no dot'], [2, 'stale first'], [2, 'forged second'], [2, 'quoted'], [1, 'half quoted'],
    [2, 'malformed percent beside'], [1, 'malformed percent inside'], [2, 'escaped'], [2, 'lower-case escapes'],
    [2, 'not escaped'], [2, 'oversized'], [2, 'latin1 beside'], [1, 'latin1 inside'], [2, 'prototype names'],
    [2, 'NBSP before the name'], [2, 'SP and TAB around'], [1, 'other white space around'], [1, 'other case'],
    [2, 'two header lines'], [1, 'empty value'], [2, 'valueless pairs around'], [1, 'comma separated'],
    [1, 'nameless pair before'], [2, 'of another secret'], [2, 'crafted id'], [1, 'unknown to the store'], [1, 'empty header']
  ]),
  craftedId: table('crafted id', [
    [2, '__proto__'], [2, 'constructor'], [2, 'toString'], [1, 'empty', ''], [1, 'dots', 'a.b.c'], [1, 'percent', 'a%2eb'],
    [1, 'non-ASCII', 'ключ'], [1, 'semicolon', 'a;b c"d'], [1, 'long', 'x'.repeat(300)], [1, 'hasOwnProperty']
  ]),
  forwarded: table('X-Forwarded-Proto', [
    [64, 'absent', ABSENT], [20, 'https'], [6, 'http'], [4, 'HTTPS , http'], [2, 'http, https'], [1, 'empty', ''],
    [1, ' https ']
  ]),
  header: table('other header', [
    [96, 'absent', ABSENT], [4, 'If-None-Match', ['If-None-Match', '*']]
  ]),
  advance: table('clock before the request', [
    [50, 'still', 0], [25, '1 ms', 1], [10, '30 s', 30000], [6, 'past the minute', 61000], [4, 'two days', 2 * DAY],
    [2, 'backwards', -5000]
  ]),
  event: table('store event', [[94, 'none', ABSENT], [3, 'disconnect'], [3, 'connect']]),
  change: table('cookie option changed in place', [
    [96, 'none', ABSENT], [2, 'maxAge', { maxAge: 5000 }], [2, 'path', { path: '/app' }]
  ]),
  rotate: table('secret rotation', [
    [86, 'none', ABSENT], [4, 'unshift'], [2, 'push'], [2, 'pop'], [2, 'replace'], [4, 'overwrite'], [1, 'reverse'],
    [1, 'clear'], [1, 'put a number'], [1, 'put a Buffer']
  ])
}

module.exports = request
