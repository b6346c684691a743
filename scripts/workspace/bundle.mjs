// How does the shim become one file? Loading one takes a fraction of the time that a dozen take.

import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { inProject } from './project.mjs'

/** Bundles the shim in `shimFolder`, core included, into `folder`, with the paths beside it that stores require. */
export async function bundleShim (shimFolder, folder) {
  // npm packages may only just have been installed
  const esbuild = await import('esbuild')
  const { outputFiles: [bundle] } = await esbuild.build({
    absWorkingDir: shimFolder,
    // Of an entry that is one of its files the names would be taken, and those of the others changed: they can be seen.
    stdin: { contents: "module.exports = require('./index.js')", resolveDir: shimFolder },
    bundle: true,
    write: false,
    // leaves out comments, which have their readers in the sources
    minifyWhitespace: true,
    platform: 'node',
    target: 'node20',
    packages: 'external',
    // which of its forms it is depends on the host
    external: ['#wasm'],
    logLevel: 'warning'
  })
  const { code } = await esbuild.transform(bundle.text, {
    // never run: Node.js looks for the names of exports without running a file
    footer: '0 && (module.exports = { Store, Cookie, Session, MemoryStore })'
  })
  writeFileSync(path.join(folder, 'index.js'), code)

  mkdirSync(path.join(folder, 'session'), { recursive: true })
  for (const file of readdirSync(inProject('js', 'session')).filter((name) => name.endsWith('.js'))) {
    writeFileSync(path.join(folder, 'session', file), `'use strict'\n\nmodule.exports = require('../index.js').${exportOf(file)}\n`)
  }
}

function exportOf (file) {
  const name = path.basename(file, '.js')
  return name === 'memory' ? 'MemoryStore' : name[0].toUpperCase() + name.slice(1)
}
