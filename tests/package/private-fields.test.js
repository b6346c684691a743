// Do modules with private fields stay as they are for Node.js, and become readable for webpack 4?
'use strict'

const { after, before, describe, test } = require('node:test')
const assert = require('node:assert/strict')
const fs = require('node:fs')
const os = require('node:os')
const path = require('node:path')
const esbuild = require('esbuild')
const { Linter } = require('eslint')

const source = `'use strict'
class Linked {
  #request
  #attempt = undefined
  constructor (request) { this.#request = request }
  static requestOf (session) { return #request in session ? session.#request : undefined }
  static note (session, attempt) { session.#attempt = attempt }
  static attemptOf (session) { return session.#attempt }
}
module.exports = Linked
`

const syntax = 'es2019'

let privateFieldsApart
let folder

before(async () => {
  ({ privateFieldsApart } = await import('../../scripts/workspace/private-fields.mjs'))
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'private-fields-'))
  fs.writeFileSync(path.join(folder, 'linked.js'), source)
  fs.writeFileSync(path.join(folder, 'plain.js'), "class Plain { name = '#plain' }\nmodule.exports = Plain\n")
  fs.writeFileSync(path.join(folder, 'tied.js'), `require('./plain.js')\n${source}`)
})
after(() => fs.rmSync(folder, { recursive: true }))

async function bundled (contents) {
  const { outputFiles: [{ text }] } = await esbuild.build({
    stdin: { contents, resolveDir: folder },
    bundle: true,
    write: false,
    platform: 'node',
    target: syntax,
    logLevel: 'silent',
    plugins: [privateFieldsApart(esbuild, syntax, folder)]
  })
  fs.writeFileSync(path.join(folder, 'index.js'), text)
  return text
}

function errorsOf2019 (file) {
  const text = fs.readFileSync(path.join(folder, file), 'utf8')
  return new Linter().verify(text, [{ languageOptions: { ecmaVersion: 2019, sourceType: 'commonjs' } }]).map(({ message }) => message)
}

test('a bundle asks for them where they are, and holds all other modules', async () => {
  const text = await bundled("module.exports = [require('./linked.js'), require('./plain.js')]")
  assert.match(text, /require\("\.\/private\/linked"\)/)
  assert.doesNotMatch(text, /class Linked|WeakMap/)
  assert.deepEqual(fs.readdirSync(path.join(folder, 'private')), ['linked'])
  const [Linked, Plain] = require(path.join(folder, 'index.js'))
  assert.equal(Linked, require(path.join(folder, 'private', 'linked', 'native.js')))
  assert.equal(new Plain().name, '#plain')
})

describe('in both forms', () => {
  for (const form of ['native', 'lowered']) {
    test(`nobody sees the fields of an object: ${form}`, async () => {
      await bundled("module.exports = require('./linked.js')")
      const Linked = require(path.join(folder, 'private', 'linked', `${form}.js`))
      const session = new Linked('a request')
      assert.equal(Linked.requestOf(session), 'a request')
      assert.equal(Linked.requestOf({}), undefined)
      assert.equal(Linked.requestOf(Object.create(session)), undefined)
      assert.equal(Linked.attemptOf(session), undefined)
      Linked.note(session, 1)
      Linked.note(session, 2)
      assert.equal(Linked.attemptOf(session), 2)
      assert.throws(() => Linked.note({}, 1), TypeError)
      assert.throws(() => Linked.attemptOf({}), TypeError)
      assert.deepEqual(Object.keys(session), [])
      assert.deepEqual(Object.getOwnPropertySymbols({ ...session }), [])
      assert.equal(JSON.stringify(session), '{}')
      assert.equal(require('node:util').inspect(session), 'Linked {}')
    })
  }

  test('webpack 4 can read one of them', async () => {
    await bundled("module.exports = require('./linked.js')")
    assert.deepEqual(errorsOf2019('private/linked/lowered.js'), [])
    assert.notDeepEqual(errorsOf2019('private/linked/native.js'), [])
  })
})

test('a module with private fields may not require another of the shim, which it would find a second time', async () => {
  await assert.rejects(bundled("module.exports = require('./tied.js')"), /tied\.js has private fields: it may require no file of the shim/)
})
