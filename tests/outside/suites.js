// Which packages that use express-session publish their tests, and what do those need?
//
// Looked at and left out: connect-flash, connect-mongo, connect-pg-simple, connect-session-knex, connect-session-sequelize, csrf-csrf,
// csrf-sync, csurf, express-mysql-session, grant, lusca, passport and session-file-store publish none; those of memorystore and
// express-socket.io-session do not load express-session; those of connect-memcached, connect-couchbase and connect-redis 9 want
// servers or files that are not published with them; those of better-sqlite3-session-store and connect-sqlite3 a compiler.
'use strict'

/**
 * @typedef {object} Suite
 * @property {string} name the package whose published tests these are
 * @property {Record<string, string>} packages what has to be installed, the package itself among it
 * @property {string} [folder] where in node_modules the package stands, where that is not `name`
 * @property {'mocha' | 'jasmine' | 'tap'} runner a `tap` file runs by itself
 * @property {string} file
 * @property {string} [server] what has to run meanwhile
 * @property {Record<string, string>} [files] what the tests expect to find beside them
 */

const first = 'express-session-1.0.3'

/** @type {Suite[]} */
exports.suites = [
  {
    // the last version whose tarball holds its tests
    name: 'express-session@1.0.3',
    packages: {
      [first]: 'npm:express-session@1.0.3', connect: '2.30.2', 'cookie-parser': '1.4.7', 'cookie-signature': '1.2.2',
      mocha: '10.8.2', should: '3.1.2', supertest: '0.9.0'
    },
    folder: first,
    runner: 'mocha',
    file: 'test/session.js',
    // the module that the tests ask for as `../`
    files: { 'index.js': "module.exports = require('express-session')\n" }
  },
  {
    name: 'connect-azuretables@1.0.20',
    packages: { 'connect-azuretables': '1.0.20', jasmine: '2.8.0', mockery: '2.1.0', sinon: '4.0.1' },
    runner: 'jasmine',
    file: 'spec/connect-azuretables.spec.js'
  },
  {
    name: 'connect-dynamodb@3.0.5',
    packages: {
      'connect-dynamodb': '3.0.5', '@aws-sdk/client-dynamodb': '3.943.0', dynalite: '3.2.2', mocha: '10.8.2', should: '13.2.3', sinon: '9.2.4'
    },
    runner: 'mocha',
    file: 'test/test.js',
    server: 'dynalite'
  },
  {
    name: 'connect-redis@4.0.4',
    packages: { 'connect-redis': '4.0.4', 'blue-tape': '1.0.0', ioredis: '4.14.1', redis: '2.8.0', 'redis-mock': '0.47.0' },
    runner: 'tap',
    // starts a server of its own
    file: 'test/connect-redis-test.js',
    server: 'redis-server'
  },
  {
    name: 'express-nedb-session@0.1.1',
    packages: { 'express-nedb-session': '0.1.1', chai: '4.5.0', connect: '3.7.0', mocha: '10.8.2' },
    runner: 'mocha',
    file: 'test/test.js'
  },
  {
    name: 'keycloak-connect@26.1.1',
    packages: { 'keycloak-connect': '26.1.1', 'blue-tape': '1.0.0', tape: '5.9.0' },
    runner: 'tap',
    // the others want a Keycloak
    file: 'test/unit/keycloak-object-test.js'
  },
  {
    name: 'level-session-store@2.2.0',
    packages: {
      'level-session-store': '2.2.0', 'cookie-parser': '1.4.7', express: '4.22.3', level: '7.0.1', request: '2.88.2', rimraf: '2.7.1', tap: '12.7.0'
    },
    runner: 'tap',
    file: 'test.js'
  }
]
