// Does code compile against the types of the package, under both of its names and in every module system?
'use strict'

const { describe, test } = require('node:test')
const assert = require('node:assert/strict')
const fs = require('node:fs')
const path = require('node:path')
const ts = require('typescript')
const { blocks } = require('../package/readme-blocks')
const { Compiler } = require('./compiler')
const { makeProject, types } = require('./project')

const NAME = 'express-session-wasm'
const OLD_NAME = 'express-session'

const compiler = new Compiler(ts)

const programs = sourcesIn('programs')
// what uses no more than @types/express-session declares, under the name that it declares
const writtenBefore = sourcesIn('before')

const esModules = ['nodenext, in ES modules', { module: 'nodenext' }, { type: 'module' }]
const withoutExports = ['commonjs, which does not read `exports`', {
  module: 'commonjs', moduleResolution: 'node10', ignoreDeprecations: '6.0'
}]
const settings = [
  esModules,
  ['nodenext, in CommonJS', { module: 'nodenext' }],
  ['node16, in ES modules', { module: 'node16' }, { type: 'module' }],
  ['node16, in CommonJS', { module: 'node16' }],
  ['a bundler', { module: 'preserve', moduleResolution: 'bundler' }],
  withoutExports
]

describe('it compiles', () => {
  for (const [setting, options, project] of settings) {
    test(`with ${setting}`, (t) => {
      assert.deepEqual(errors(t, { name: NAME, ...project }, programs, options), [])
    })

    test(`with ${setting}, without the types of Express`, (t) => {
      const files = programs.filter(([, source]) => !source.includes("'express'"))
      assert.deepEqual(files.map(([file]) => file), ['plain-http.ts', 'plain-required.cts', 'store.ts'])
      files.push(['no-express.ts', "// @ts-expect-error: it is not installed\nimport 'express'\n"])
      const found = errors(t, { name: NAME, types: types.node, ...project }, files, { noUncheckedSideEffectImports: true, ...options })
      assert.deepEqual(found, [])
    })
  }

  for (const [setting, options, project] of [esModules, withoutExports]) {
    test(`with ${setting}, under the name express-session`, (t) => {
      assert.deepEqual(errors(t, { name: OLD_NAME, ...project }, programs, options), [])
    })
  }

  test('as README.md shows it', (t) => {
    const shown = blocks.filter(({ language }) => language === 'ts').map(({ source }, index) => [`${index}.ts`, source])
    assert.ok(shown.length > 0)
    assert.deepEqual(errors(t, { name: OLD_NAME, type: 'module' }, shown, { module: 'nodenext' }), [])
  })
})

describe('code that was written for @types/express-session compiles', () => {
  for (const [setting, options, project] of settings) {
    test(`with ${setting}`, (t) => {
      assert.deepEqual(errors(t, { name: OLD_NAME, ...project }, writtenBefore, options), [])
    })
  }

  test('with the types of Express 4', (t) => {
    assert.deepEqual(errors(t, { name: OLD_NAME, types: types.express4 }, writtenBefore, { module: 'nodenext' }), [])
  })

  test('under the other name', (t) => {
    const renamed = writtenBefore.map(([file, source]) => [file, source.replaceAll(OLD_NAME, NAME)])
    assert.deepEqual(errors(t, { name: NAME }, renamed, { module: 'nodenext' }), [])
  })

  // The same once more against those types: what they refuse would prove nothing.
  for (const [installed, before] of [['the package', false], ['@types/express-session itself', true]]) {
    test(`with ${installed}, also without esModuleInterop and where tsconfig.json alone names the module`, (t) => {
      const [, options] = withoutExports
      const project = { name: OLD_NAME, types: types.express, before }
      assert.deepEqual(errors(t, project, writtenBefore, options), [])
      const star = "import * as session from 'express-session'\nexport const middleware = session({ secret: 'one' })\n"
      assert.deepEqual(errors(t, project, [['star.ts', star]], { ...options, esModuleInterop: false }), [])
      const named = 'export const idOf = (req: Express.Request): string => req.sessionID\n'
      assert.deepEqual(errors(t, project, [['named.ts', named]], { ...options, types: ['node', 'express-session'] }), [])
    })
  }
})

test('a mistake is an error in the line that makes it', (t) => {
  const source = "import session = require('express-session-wasm')\n\nsession({ secret: 5 })\n"
  const [error, ...others] = errors(t, { name: NAME }, [['mistake.ts', source]], { module: 'nodenext' })
  assert.match(error, /^mistake\.ts:3: Type 'number' is not assignable/)
  assert.deepEqual(others, [])
})

function errors (t, project, files, options) {
  const folder = makeProject(project)
  t.after(() => fs.rmSync(folder, { recursive: true }))
  for (const [file, source] of files) fs.writeFileSync(path.join(folder, file), source.replaceAll(NAME, project.name))
  return compiler.errorsIn(compiler.programOf(folder, files.map(([file]) => file), options), folder)
}

function sourcesIn (name) {
  const folder = path.join(__dirname, name)
  return fs.readdirSync(folder).map((file) => [file, fs.readFileSync(path.join(folder, file), 'utf8')])
}
