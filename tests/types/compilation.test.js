// Does code compile against the types of the package, under both of its names and in every module system?
'use strict'

const { describe, test } = require('node:test')
const assert = require('node:assert/strict')
const fs = require('node:fs')
const path = require('node:path')
const { blocks } = require('../package/readme-blocks')
const { errorsIn, programOf } = require('./compiler')
const { makeProject } = require('./project')

const NAME = 'express-session-wasm'
const OLD_NAME = 'express-session'

const programs = new Map(fs.readdirSync(path.join(__dirname, 'programs')).map((file) => {
  return [file, fs.readFileSync(path.join(__dirname, 'programs', file), 'utf8')]
}))

const withoutExports = { module: 'commonjs', moduleResolution: 'node10', ignoreDeprecations: '6.0' }

const settings = [
  ['nodenext, in ES modules', { module: 'nodenext' }, { type: 'module' }],
  ['nodenext, in CommonJS', { module: 'nodenext' }],
  ['node16, in ES modules', { module: 'node16' }, { type: 'module' }],
  ['node16, in CommonJS', { module: 'node16' }],
  ['a bundler', { module: 'preserve', moduleResolution: 'bundler' }],
  ['commonjs, which does not read `exports`', withoutExports],
  ['nodenext, under the name express-session', { module: 'nodenext' }, { type: 'module', name: OLD_NAME }],
  ['commonjs, under the name express-session', withoutExports, { name: OLD_NAME }]
]

describe('it compiles', () => {
  for (const [setting, options, project] of settings) {
    test(`with ${setting}`, (t) => {
      assert.deepEqual(errors(t, { name: NAME, ...project }, [...programs], options), [])
    })
  }

  test('without the types of Express', (t) => {
    const project = { name: NAME, type: 'module', types: ['node'] }
    const noExpress = ['no-express.ts', "// @ts-expect-error: it is not installed\nimport 'express'\n"]
    const files = [['plain-http.ts', programs.get('plain-http.ts')], noExpress]
    assert.deepEqual(errors(t, project, files, { module: 'nodenext', noUncheckedSideEffectImports: true }), [])
  })

  test('as README.md shows it', (t) => {
    const shown = blocks.filter(({ language }) => language === 'ts').map(({ source }, index) => [`${index}.ts`, source])
    assert.ok(shown.length > 0)
    assert.deepEqual(errors(t, { name: NAME, type: 'module' }, shown, { module: 'nodenext' }), [])
  })
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
  return errorsIn(programOf(folder, files.map(([file]) => file), options), folder)
}
