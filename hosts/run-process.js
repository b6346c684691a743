// Does everything hold on a host that is a process, and how long does it take to start?
'use strict'

const { readFileSync } = require('node:fs')
const path = require('node:path')
const { run } = require('./installation')
const { startServer, timedStart } = require('./server-process')
const { visitAll } = require('./visits')

/**
 * @typedef {import('./processes').ProcessHost} ProcessHost
 * @typedef {import('./server-process').Command} Command
 */

const certificate = (name) => readFileSync(path.join(__dirname, '..', 'tests', 'shim', 'fixtures', name), 'utf8')

/**
 * What a program of the application serves: which application is its main one, and what it lacks, by the names of visits.
 * @typedef {{ file: string, main: string, lacks: Record<string, string> }} Program
 */

/** @type {Program} */
const today = { file: 'server.mjs', main: 'express5', lacks: {} }

const tooNew = (name) => `older bundlers cannot read ${name}`

/** For bundlers that cannot read what packages of today are written in. @type {Program} */
const earlier = {
  file: 'earlier.js',
  main: 'express4',
  lacks: { 'require = import': 'the program has no import', 'Express 5': tooNew('Express 5'), Redis: tooNew('redis 5') }
}

/**
 * Runs the server of the applications.
 *
 * @param {Command} command
 * @param {string} [redisUrl] of a Redis server, if there is one
 * @param {Program} [program]
 * @returns {Promise<{ place: import('./visits').Place, stop: () => Promise<void> }>}
 */
async function serve (command, redisUrl, { main, lacks } = today) {
  const env = {
    TLS_KEY: certificate('key.pem'), TLS_CERTIFICATE: certificate('cert.pem'), ...redisUrl && { REDIS_URL: redisUrl }
  }
  const { announced, stop } = await startServer({ ...command, env })
  const place = {
    http: new URL(`http://127.0.0.1:${announced.http}`),
    https: new URL(`https://127.0.0.1:${announced.https}`),
    main,
    lacks: redisUrl ? lacks : { Redis: 'redis-server is not installed', ...lacks }
  }
  return { place, stop }
}

/**
 * Runs the server and pays every visit.
 *
 * @param {Command} command
 * @param {string} [redisUrl]
 * @param {Program} [program]
 */
async function visitProcess (command, redisUrl, program) {
  const { place, stop } = await serve(command, redisUrl, program)
  try {
    return await visitAll(place)
  } finally {
    await stop()
  }
}

/**
 * Milliseconds from the start of a process until there is a middleware, and how many of them are the package's.
 * The fastest of several starts: whatever else the machine does only makes them slower.
 *
 * @param {ProcessHost} host
 * @param {string} folder of an application
 */
async function startOfProcess (host, folder) {
  const starts = []
  for (let turn = 0; turn < 30; turn++) starts.push(await timedStart(commandOf(host, folder, 'start.mjs')))
  return starts.reduce((fastest, start) => start.wholeMs < fastest.wholeMs ? start : fastest)
}

/** @param {ProcessHost} host */
async function versionOf (host) {
  return /\d+\.\d+\.\d+/.exec(await run(host.binary(), ['--version'], {}))[0]
}

/**
 * How a host runs a program of an application.
 *
 * @param {ProcessHost} host
 * @param {string} folder
 * @param {string} file
 * @returns {Command}
 */
function commandOf (host, folder, file) {
  return { program: host.binary(), args: [...host.flags, file], cwd: folder }
}

module.exports = { commandOf, earlier, serve, startOfProcess, today, versionOf, visitProcess }
