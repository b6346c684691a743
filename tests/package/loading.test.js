// Does the installed package load where a host or a policy has taken away what it is made for, and say why where it cannot?
'use strict'

const { after, before, describe, test } = require('node:test')
const assert = require('node:assert/strict')
const { execFileSync } = require('node:child_process')
const fs = require('node:fs')
const path = require('node:path')
const { Linter } = require('eslint')
const { Installation, runIn } = require('./installation')

const name = 'express-session'
const limit = 'ulimit -v 4000000'
const major = Number.parseInt(process.versions.node)

/** Prints the Set-Cookie header of a new session, made by the `session` of a program. */
const serve = `
  const sessions = session({ secret: 'keyboard cat', resave: false, saveUninitialized: true })
  const http = require('http')
  const server = http.createServer((req, res) => sessions(req, res, () => res.end()))
  server.listen(0, '127.0.0.1', () => {
    http.get({ host: '127.0.0.1', port: server.address().port, agent: false }, (res) => {
      res.resume()
      console.log(String(res.headers['set-cookie']))
      server.close()
    })
  })`

/** Loads the package the way require does, in a context of node:vm with what CommonJS has. */
const inContext = (options = {}) => `
  const fs = require('node:fs')
  const Module = require('node:module')
  const vm = require('node:vm')
  const context = vm.createContext({ Buffer, process, console }, ${JSON.stringify(options)})
  const loaded = new Map()
  function load (file) {
    if (loaded.has(file)) return loaded.get(file).exports
    const module = { exports: {} }
    loaded.set(file, module)
    const native = Module.createRequire(file)
    const requireIn = (id) => Module.isBuiltin(id) ? native(id) : load(native.resolve(id))
    const run = vm.runInContext(Module.wrap(fs.readFileSync(file, 'utf8')), context, { filename: file })
    run.call(module.exports, module.exports, requireIn, module)
    return module.exports
  }
  if (vm.runInContext('typeof crypto', context) !== 'undefined') throw new Error('the context has a crypto')
  const session = load(require.resolve('${name}'))`

const withoutCryptoModule = `
  const Module = require('node:module')
  const load = Module._load
  Module._load = (id, ...rest) => {
    if (/^(node:)?crypto$/.test(id)) throw new Error('Node.js is not compiled with OpenSSL crypto support')
    return load(id, ...rest)
  }`

const cookie = /^connect\.sid=s%3A[\w-]{32}\.[\w%]+; Path=\/; HttpOnly\n$/

let installation
let folder

before(() => {
  installation = new Installation()
  folder = installation.under(name)
})
after(() => installation.remove())

function serves ({ stdout, stderr }) {
  assert.match(stdout, cookie, stderr)
}

describe('without a global crypto it takes random bytes from the module', () => {
  test('in a context of node:vm', () => serves(runIn(folder, 'context.cjs', inContext() + serve)))

  test('where the global was removed', () => {
    serves(runIn(folder, 'removed.cjs', `delete globalThis.crypto; const session = require('${name}')${serve}`))
  })

  test('where the global has no getRandomValues', () => {
    const replaced = "Object.defineProperty(globalThis, 'crypto', { value: {} })"
    serves(runIn(folder, 'replaced.cjs', `${replaced}; const session = require('${name}')${serve}`))
  })

  const flag = '--no-experimental-global-webcrypto'
  const lacksFlag = major > 22 && 'Node.js no longer has the flag'
  test(`with ${flag}`, { skip: lacksFlag }, () => {
    const check = "if ('crypto' in globalThis) throw new Error('the flag has no effect')"
    serves(runIn(folder, 'flag.cjs', `${check}; const session = require('${name}')${serve}`, [flag]))
  })

  test('and says so where there is none', () => {
    const { status, stderr } = runIn(folder, 'none.cjs', `${withoutCryptoModule}; delete globalThis.crypto; require('${name}')`)
    assert.equal(status, 1)
    assert.match(stderr, /^Error: express-session-wasm needs crypto\.getRandomValues, which this host lacks or has switched off$/m)
  })
})

describe('where WebAssembly cannot start it says why', () => {
  test('in a context that forbids it', () => {
    const { status, stderr } = runIn(folder, 'forbidden.cjs', inContext({ codeGeneration: { wasm: false } }))
    assert.equal(status, 1)
    assert.match(stderr, /^Error: express-session-wasm cannot start WebAssembly, which this host or its policy forbids \(CompileError: /m)
  })

  describe('with a limit of addresses', { skip: !canLimitAddresses() && 'ulimit -v is not available' }, () => {
    const program = `const session = require('${name}')${serve}`

    // From V8 13 on it does without guard pages where it cannot have them.
    test('which Node.js 20 and 22 need 10 GB of', () => {
      const found = limited(program)
      if (major > 22) return serves(found)
      assert.equal(found.status, 1)
      assert.match(found.stderr, /^Error: express-session-wasm cannot start WebAssembly: it reserves 10 GB of addresses, /m)
      assert.match(found.stderr, /ulimit -v.*NODE_OPTIONS=--disable-wasm-trap-handler/)
    })

    test('and what it names is a cure', () => serves(limited(program, 'NODE_OPTIONS=--disable-wasm-trap-handler')))
  })
})

describe('it starts one WebAssembly module, and a second one', () => {
  const count = (options) => `
    let started = 0
    WebAssembly.Module = class extends WebAssembly.Module {
      constructor (bytes) {
        super(bytes)
        started++
      }
    }
    const session = require('${name}')
    const make = (options) => session({ secret: 'a secret', resave: false, saveUninitialized: false, ...options })
    for (const options of [{}, ${options}, ${options}]) {
      make(options)
      console.log(started)
    }`

  for (const options of ['{ absoluteTimeout: 1000 }', '{ touchAfter: 1000 }', "{ concurrency: 'merge' }", '{ user: String }']) {
    test(`where ${options} asks for it`, () => {
      assert.deepEqual(runIn(folder, 'modules.cjs', count(options)), { status: 0, stdout: '1\n2\n2\n', stderr: '' })
    })
  }

  test('where no other option does', () => {
    const options = "{ rolling: true, unset: 'destroy', resign: true, onSaveError: 'fail', storeTimeout: 1000, clearOnDestroy: true, prefetch: 'neutral' }"
    assert.equal(runIn(folder, 'modules.cjs', count(options)).stdout, '1\n1\n1\n')
  })
})

test('it is written in the JavaScript of 2019, which webpack 4 can read', () => {
  const place = path.join(folder, 'node_modules', name)
  const programs = fs.readdirSync(place, { recursive: true }).filter((file) => /\.m?js$/.test(file))
  assert.ok(programs.includes('index.js') && programs.includes(path.join('session', 'store.js')))
  // which it never meets: beside each is a form that it can read
  const read = programs.filter((file) => path.basename(file) !== 'native.js')
  for (const file of read) {
    const languageOptions = { ecmaVersion: 2019, sourceType: file.endsWith('.mjs') ? 'module' : 'commonjs' }
    const source = fs.readFileSync(path.join(place, file), 'utf8')
    const messages = new Linter().verify(source, [{ files: ['**/*.js', '**/*.mjs'], languageOptions }], file)
    assert.deepEqual(messages.map(({ line, message }) => `${file}:${line}: ${message}`), [])
  }
})

function canLimitAddresses () {
  try {
    execFileSync('sh', ['-c', limit])
    return true
  } catch {
    return false
  }
}

function limited (source, setting = '') {
  return runIn(folder, 'limited.cjs', source, [], (args) => ['sh', ['-c', `${limit}; ${setting} exec "$0" "$@"`, process.execPath, ...args]])
}
