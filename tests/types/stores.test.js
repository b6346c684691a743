// Do stores that come in TypeScript, or with types, compile against the types of the package as against those that they were written on?
//
// Those are @types/express-session's; its own test file is in no package of npm.
'use strict'

const { before, describe, test } = require('node:test')
const assert = require('node:assert/strict')
const fs = require('node:fs')
const path = require('node:path')
const ts = require('typescript')
const { Compiler } = require('./compiler')

const folder = path.join(__dirname, 'stores')
const modules = path.join(folder, 'node_modules')
const root = path.join(__dirname, '..', '..')
const declarations = {
  ours: path.join(root, 'pkg', 'index.d.ts'),
  theirs: path.join(__dirname, 'node_modules', '@types', 'express-session', 'index.d.ts')
}

/** Stores that publish their sources. */
const sources = ['connect-redis/index.ts', 'connect-session-knex/src/index.ts', 'connect-session-knex/src/utils.ts']

describe('stores compile', () => {
  const program = path.join(folder, 'stores.ts')
  const compiler = new Compiler(ts)
  let files

  before(async () => {
    const { installOwnPackages } = await import('../../scripts/workspace/own-packages.mjs')
    await installOwnPackages('tests/types')
    await installOwnPackages('tests/types/stores')
    files = [program, ...sources.map((source) => path.join(modules, source))]
  })

  function errors (declaration, paths = {}) {
    const options = {
      module: 'node16',
      moduleResolution: 'node16',
      esModuleInterop: true,
      exactOptionalPropertyTypes: false,
      skipLibCheck: true,
      typeRoots: [path.join(root, 'node_modules', '@types')],
      paths: { 'express-session': [declaration], ...paths }
    }
    const made = compiler.programOf(folder, files, options)
    assert.deepEqual(files.filter((file) => !made.getSourceFile(file)), [], 'all are read')
    return compiler.errorsIn(made, folder)
  }

  for (const [whose, declaration] of Object.entries(declarations)) {
    test(`against ${whose}`, () => {
      assert.deepEqual(errors(declaration), [])
    })
  }

  test('and would not, were a member of Store missing', (t) => {
    const less = path.join(folder, 'less.d.ts')
    t.after(() => fs.rmSync(less, { force: true }))
    const text = fs.readFileSync(declarations.ours, 'utf8')
    assert.match(text, /class Store extends/)
    fs.writeFileSync(less, text.replace('class Store extends', 'class Shop extends'))
    assert.ok(errors(less).length > 0)
  })
})
