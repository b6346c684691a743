// How long does a process take until its session middleware is ready?
'use strict'

const { execFile } = require('node:child_process')
const path = require('node:path')
const { promisify } = require('node:util')
const zlib = require('node:zlib')
const { ratio, spread } = require('./measure/report')
const { builtPackage, internal, referenceFile } = require('./measure/sides')
const { median, quotient, roundByRound, summary } = require('./measure/statistics')

// Compiling the module takes V8 before 13 twice as long, which is most of it behind Express.
const goals = Number.parseInt(process.versions.v8) < 13 ? { nothing: 1.1, Express: 2.0 } : { nothing: 0.90, Express: 1.4 }
const modules = { nothing: '', 'express-session': referenceFile, ours: builtPackage }
const starter = path.join(__dirname, 'startup', 'start.js')
const start = promisify(execFile)

async function run ({ quick, progress }) {
  const rounds = quick ? 6 : 40
  const data = {}
  const rows = []
  const judged = []
  for (const first of ['nothing', 'Express']) {
    progress(`after ${first}`)
    const found = await startInTurns(first, rounds)
    const quotients = roundByRound(found.ours.ready, found['express-session'].ready, quotient)
    data[first] = Object.fromEntries(Object.entries(found).map(([name, { ready, total }]) =>
      [name, { ready: summary(ready), total: summary(total) }]))
    data[first].ratio = summary(quotients)
    for (const [name, { ready, total }] of Object.entries(found)) {
      rows.push([`${name} after ${first}`, spread(summary(ready)), spread(summary(total)), name === 'ours' ? ratio(median(quotients)) : ''])
    }
    judged.push({
      text: `after ${first}: ours takes ${ratio(median(quotients))} of express-session's time to be ready, goal at most ${ratio(goals[first])}`,
      met: median(quotients) <= goals[first]
    })
  }
  data.wasm = wasmSize()

  return {
    data,
    parts: [{
      question: 'How long does a process take until its session middleware is ready?',
      how: [
        `Milliseconds of the clock, median (tenth-nine tenths) of ${rounds} fresh processes each, in turns.`,
        'To be ready: from before `require` until `session(options)` has returned. In all: from the start of the process.'
      ],
      columns: ['what is loaded', 'to be ready', 'in all', 'ratio'],
      rows,
      notes: [`The wasm module has ${data.wasm.bytes} bytes, ${data.wasm.gzip} with gzip; the one that only some options need is not started.`],
      goals: judged
    }]
  }
}

async function startInTurns (first, rounds) {
  const found = Object.fromEntries(Object.keys(modules).map((name) => [name, { ready: [], total: [] }]))
  for (let round = -1; round < rounds; round++) {
    const names = Object.keys(modules)
    for (const name of round % 2 === 0 ? names : names.reverse()) {
      const { stdout } = await start(process.execPath, [starter, first, modules[name]])
      const { ready, total } = JSON.parse(stdout)
      // The first round fetches the files from the disk.
      if (round < 0) continue
      found[name].ready.push(ready)
      found[name].total.push(total)
    }
  }
  return found
}

function wasmSize () {
  const NativeModule = WebAssembly.Module
  let bytes
  // The bytes stand in the package as text and are handed to the compiler alone.
  WebAssembly.Module = function (source) {
    bytes = source
    return new NativeModule(source)
  }
  try {
    internal('dist/common/wasm.cjs')()
  } finally {
    WebAssembly.Module = NativeModule
  }
  return { bytes: bytes.byteLength, gzip: zlib.gzipSync(bytes).byteLength }
}

module.exports = { run }
