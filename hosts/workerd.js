// Does everything hold on workerd, the host of Cloudflare Workers? It runs here through miniflare.
'use strict'

const { builtinModules, createRequire } = require('node:module')
const path = require('node:path')
const { visitAll } = require('./visits')

const requireHere = createRequire(path.join(__dirname, 'nodes', 'package.json'))

/** What a worker needs: an earlier date leaves out modules of Node.js that Express's packages ask for. */
const settings = { compatibilityDate: '2026-03-17', compatibilityFlags: ['nodejs_compat'] }

/** @param {string} folder of an application */
async function visitWorkerd (folder) {
  const { url, stop } = await start(await bundled(folder, 'worker.mjs'))
  try {
    return await visitAll({
      http: url,
      main: 'express5',
      lacks: {
        HTTPS: 'TLS ends in front of a worker',
        Redis: 'on workerd a connection belongs to one request, and redis keeps one for all'
      }
    })
  } finally {
    await stop()
  }
}

/**
 * Milliseconds until a worker has a middleware, miniflare's own work included; the fastest of several starts.
 *
 * @param {string} folder of an application
 */
async function startOfWorkerd (folder) {
  const script = await bundled(folder, 'start-worker.mjs')
  const times = []
  for (let turn = 0; turn < 6; turn++) {
    const before = performance.now()
    const { stop } = await start(script)
    times.push(performance.now() - before)
    await stop()
  }
  return Math.min(...times)
}

function workerdVersion () {
  return requireHere('workerd/package.json').version
}

async function bundled (folder, file) {
  const { outputFiles: [{ text }] } = await require('esbuild').build({
    entryPoints: [path.join(folder, file)],
    bundle: true,
    write: false,
    format: 'esm',
    target: 'es2024',
    platform: 'neutral',
    mainFields: ['module', 'main'],
    conditions: ['workerd', 'worker', 'browser'],
    external: ['cloudflare:*'],
    plugins: [nodeModules]
  })
  return text
}

/** Modules of Node.js are there for `import` alone; what requires one is given what an import of it gives. */
const nodeModules = {
  name: 'modules of Node.js',
  setup (build) {
    const bare = (name) => name.replace(/^node:/, '')
    const filter = new RegExp(`^(node:)?(${builtinModules.join('|')})$`)
    build.onResolve({ filter }, ({ path: name, kind }) => (
      kind === 'require-call' ? { path: bare(name), namespace: 'required' } : { path: `node:${bare(name)}`, external: true }
    ))
    build.onLoad({ filter: /.*/, namespace: 'required' }, ({ path: name }) => ({
      contents: `import it from 'node:${name}'\nmodule.exports = it`
    }))
  }
}

async function start (script) {
  const { Miniflare } = requireHere('miniflare')
  const miniflare = new Miniflare({ ...settings, modules: true, script, host: '127.0.0.1', telemetry: { enabled: false } })
  return { url: await miniflare.ready, stop: () => miniflare.dispose() }
}

module.exports = { settings, startOfWorkerd, visitWorkerd, workerdVersion }
