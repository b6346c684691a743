// How do private fields stay fast, where webpack 4 cannot read them? A module that has some is published apart and twice:
// Node.js loads the `main` of a folder, webpack and rollup its `module`.

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { Failure } from './command.mjs'

/** What esbuild calls the syntax that only the native form keeps. */
const kept = [
  'class-field', 'class-static-field', 'class-private-field', 'class-private-brand-check', 'class-private-method',
  'class-private-accessor', 'class-private-static-field', 'class-private-static-method', 'class-private-static-accessor'
]

/**
 * A plugin of esbuild that leaves modules with private fields out of a bundle and writes them beside it, into `private/` of
 * `folder`. They may not require files of the shim, which have no names outside of the bundle.
 *
 * @param {typeof import('esbuild')} esbuild
 * @param {string} syntax of the bundle
 * @param {string} folder of the bundle
 */
export function privateFieldsApart (esbuild, syntax, folder) {
  return {
    name: 'private fields',
    setup (build) {
      build.onResolve({ filter: /^\.\.?\// }, async ({ path: request, resolveDir, kind, pluginData: isOurs }) => {
        if (isOurs) return undefined
        const { path: file } = await build.resolve(request, { resolveDir, kind, pluginData: true })
        const source = file && readFileSync(file, 'utf8')
        // cheaper than to transform it, which tells for certain
        if (!source?.includes('#')) return undefined

        const { code: lowered } = await esbuild.transform(source, { target: syntax })
        if (!lowered.includes('__private')) return undefined

        const supported = Object.fromEntries(kept.map((feature) => [feature, true]))
        const { code: native } = await esbuild.transform(source, { target: syntax, supported })
        const name = path.basename(file, '.js')
        if (/\brequire\("\./.test(native)) throw new Failure(`${name}.js has private fields: it may require no file of the shim.`)
        writeApart(path.join(folder, 'private', name), native, ownWeakMap + lowered)
        return { path: `./private/${name}`, external: true }
      })
    }
  }
}

function writeApart (place, native, lowered) {
  mkdirSync(place, { recursive: true })
  writeFileSync(path.join(place, 'package.json'), JSON.stringify({ main: './native.js', module: './lowered.js' }) + '\n')
  writeFileSync(path.join(place, 'native.js'), native)
  writeFileSync(path.join(place, 'lowered.js'), lowered)
}

// esbuild keeps what was a private field in a WeakMap for each, which makes every object many times as expensive. Instead of
// those it gets properties that nobody lists.
const ownWeakMap = `'use strict'

class WeakMap {
  constructor () { this.name = Symbol('private') }
  has (object) { return Object.prototype.hasOwnProperty.call(object, this.name) }
  get (object) { return object[this.name] }
  set (object, value) {
    if (this.has(object)) object[this.name] = value
    else Object.defineProperty(object, this.name, { value, writable: true })
  }
}
`
