// Does the packed package work where it is installed, under its own name and under the one it replaces?
'use strict'

const { after, before, describe, it } = require('node:test')
const assert = require('node:assert/strict')
const { readFileSync, readdirSync, statSync } = require('node:fs')
const path = require('node:path')
const { Installation, readJson, runIn } = require('./installation')

const NAMES = ['express-session-wasm', 'express-session']

const counterApp = (name) => `
  const express = require('express')
  const session = require('${name}')
  const app = express()
  app.use(session({ secret: 'keyboard cat', resave: false, saveUninitialized: false }))
  app.get('/', (req, res) => { req.session.views = (req.session.views || 0) + 1; res.send(String(req.session.views)) })
  const server = app.listen(0, '127.0.0.1', async () => {
    const url = 'http://127.0.0.1:' + server.address().port
    const first = await fetch(url)
    const cookie = first.headers.get('set-cookie').split(';')[0]
    const second = await fetch(url, { headers: { cookie } })
    console.log(await first.text(), await second.text(), second.headers.get('set-cookie'))
    server.close()
  })`

let installation

before(() => { installation = new Installation() })
after(() => installation.remove())

for (const name of NAMES) {
  describe(`installed as ${name}`, () => {
    let folder
    before(() => { folder = installation.under(name) })

    it('is the only session package in the tree', () => {
      const { packages } = readJson(folder, 'package-lock.json')
      const sessions = Object.keys(packages).filter((place) => place.includes('session'))
      assert.deepEqual(sessions, [`node_modules/${name}`])
    })

    it('brings no install script and at most four packages of its own', () => {
      const manifest = readJson(folder, 'node_modules', name, 'package.json')
      assert.equal(manifest.scripts, undefined)
      assert.deepEqual(Object.keys(manifest.dependencies), ['debug', 'depd', 'on-headers', 'parseurl'])
      assert.equal(manifest.name, 'express-session-wasm')
      assert.equal(manifest.version, '1.19.0')
    })

    it('takes less than 260 kB unpacked', () => {
      const bytes = filesIn(path.join(folder, 'node_modules', name)).reduce((sum, file) => sum + statSync(file).size, 0)
      assert.ok(bytes < 260_000, `${bytes} bytes`)
    })

    it('has no string that goes on in the next line, where a bundler may indent', () => {
      const text = readFileSync(path.join(folder, 'node_modules', name, 'index.js'), 'utf8')
      assert.doesNotMatch(text, /\\$/m)
    })

    it('names no folder of the machine that built it', () => {
      for (const file of filesIn(path.join(folder, 'node_modules', name))) {
        assert.doesNotMatch(readFileSync(file, 'latin1'), /\/home\/|\/root\/|\/Users\/|\.cargo/, file)
      }
    })

    it('runs an Express app', () => {
      assert.deepEqual(runIn(folder, 'app.cjs', counterApp(name)), { status: 0, stdout: '1 2 null\n', stderr: '' })
    })

    it('is one object for require and import', () => {
      const { stdout, stderr } = runIn(folder, 'import.mjs', `
        import session, { Store, Cookie, Session, MemoryStore } from '${name}'
        import { createRequire } from 'node:module'
        const required = createRequire(import.meta.url)('${name}')
        console.log(session === required, Store === required.Store, Cookie === required.Cookie,
          Session === required.Session, MemoryStore === required.MemoryStore, session.session)`)
      assert.equal(stdout, 'true true true true true undefined\n', stderr)
    })

    it('exports the constructors in the order of express-session, and then what is ours', () => {
      const { stdout, stderr } = runIn(folder, 'keys.cjs', `console.log(Object.keys(require('${name}')).join())`)
      assert.equal(stdout, 'Store,Cookie,Session,MemoryStore,PromiseStore,promised\n', stderr)
    })

    it('gives functions the names that they have in express-session', () => {
      const { stdout, stderr } = runIn(folder, 'names.cjs', `
        const session = require('${name}')
        const middleware = session({ secret: 'keyboard cat', resave: false, saveUninitialized: false })
        console.log([session, middleware, ...Object.values(session)].map((each) => each.name).join())`)
      assert.equal(stdout, 'session,session,Store,Cookie,Session,MemoryStore,PromiseStore,promised\n', stderr)
    })

    it('opens the paths that stores require', () => {
      const { stdout, stderr } = runIn(folder, 'deep.cjs', `
        const session = require('${name}')
        const same = (path, name) => [path, path + '.js'].every((p) => require('${name}/session/' + p) === session[name])
        console.log(same('cookie', 'Cookie'), same('memory', 'MemoryStore'), same('session', 'Session'), same('store', 'Store'),
          require('${name}/index') === session, require('${name}/index.js') === session,
          require('${name}/package.json').version)`)
      assert.equal(stdout, 'true true true true true true 1.19.0\n', stderr)
    })

    it('says what is missing where there is no WebAssembly', () => {
      const { status, stderr } = runIn(folder, 'nowasm.cjs', `delete globalThis.WebAssembly; require('${name}')`)
      assert.notEqual(status, 0)
      assert.match(stderr, /express-session-wasm needs WebAssembly/)
    })
  })
}

function filesIn (folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath ?? entry.path, entry.name))
}
