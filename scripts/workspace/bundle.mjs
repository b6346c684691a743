// How does the shim become one file? Loading one takes a fraction of the time that a dozen take.

import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { privateFieldsApart } from './private-fields.mjs'

/** What stores load by a path, `session/*` of the package, and the export that each path gives. */
const doors = { cookie: 'Cookie', memory: 'MemoryStore', session: 'Session', store: 'Store' }

/** What the oldest tools that load express-session can read: webpack 4 knows neither `?.` nor `??`. */
const syntax = 'es2019'

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
    target: syntax,
    packages: 'external',
    plugins: [privateFieldsApart(esbuild, syntax, folder)],
    logLevel: 'warning'
  })
  const { code } = await esbuild.transform(bundle.text, {
    minifyWhitespace: true,
    // a line of a stack trace is to be found
    lineLimit: 160,
    // never run: Node.js looks for the names of exports without running a file
    footer: '0 && (module.exports = { Store, Cookie, Session, MemoryStore, PromiseStore, promised })'
  })
  // Strings are not to be broken: a bundler that indents (rollup) would put its blanks into them.
  writeFileSync(path.join(folder, 'index.js'), code.replaceAll('\\\n', ''))

  mkdirSync(path.join(folder, 'session'), { recursive: true })
  for (const [name, exported] of Object.entries(doors)) {
    const write = (ending, content) => writeFileSync(path.join(folder, 'session', name + ending), content)
    write('.js', `'use strict'\n\nmodule.exports = require('../index.js').${exported}\n`)
    write('.d.ts', `import session = require('../index')\n\nexport = session.${exported}\n`)
  }
}
