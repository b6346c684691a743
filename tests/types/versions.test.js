// Does code compile with other versions of TypeScript than the one that this project is checked with?
'use strict'

const { describe, test } = require('node:test')
const assert = require('node:assert/strict')
const { spawnSync } = require('node:child_process')
const fs = require('node:fs')
const path = require('node:path')
const { Compiler } = require('./compiler')
const { makeProject, types } = require('./project')

const NAME = 'express-session-wasm'
const installed = path.join(__dirname, 'node_modules')
const options = { module: 'nodenext', strict: true, exactOptionalPropertyTypes: true }

const programs = sourcesIn(path.join(__dirname, 'programs'))
const withoutExpress = programs.filter(([, source]) => !source.includes("'express'"))
const mistake = ['mistake.ts', `import session from '${NAME}'\n\nsession({ secret: 5 })\n`]

const older = new Compiler(require(path.join(installed, 'typescript-5.4')))

const versions = {
  5.4: (folder, files) => older.errorsIn(older.programOf(folder, files, options), folder),

  // It has no interface for programs. Like the package's users it reads no types that nobody names.
  7: (folder, files) => {
    const compilerOptions = { target: 'es2022', noEmit: true, ...options }
    fs.writeFileSync(path.join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files }))
    const { stdout, stderr } = spawnSync(process.execPath, [path.join(installed, 'typescript-7', 'bin', 'tsc')], { cwd: folder, encoding: 'utf8' })
    return `${stdout}${stderr}`.split('\n').filter(Boolean)
  }
}

for (const [version, errorsIn] of Object.entries(versions)) {
  describe(`TypeScript ${version} compiles`, () => {
    const errors = (t, installedTypes, files) => {
      const folder = makeProject({ name: NAME, type: 'module', types: installedTypes })
      t.after(() => fs.rmSync(folder, { recursive: true }))
      for (const [file, source] of files) fs.writeFileSync(path.join(folder, file), source)
      return errorsIn(folder, files.map(([file]) => file))
    }

    test('what has the types of Express', (t) => assert.deepEqual(errors(t, types.all, programs), []))

    test('what has those of Node.js alone', (t) => assert.deepEqual(errors(t, types.node, withoutExpress), []))

    test('no mistake', (t) => {
      const [error, ...others] = errors(t, types.node, [mistake])
      assert.match(error, /^mistake\.ts\W3.*Type 'number' is not assignable/)
      assert.deepEqual(others.filter((line) => !line.startsWith(' ')), [])
    })
  })
}

function sourcesIn (folder) {
  return fs.readdirSync(folder).map((file) => [file, fs.readFileSync(path.join(folder, file), 'utf8')])
}
