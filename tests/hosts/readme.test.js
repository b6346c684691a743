// Does README.md say which hosts were tested, and do its commands for Deno and for bundling work?
'use strict'

const { after, before, describe, test } = require('node:test')
const assert = require('node:assert/strict')
const fs = require('node:fs')
const path = require('node:path')
const { Installations, run } = require('../../hosts/installation')
const { denoBinary } = require('../../hosts/processes')
const { startServer } = require('../../hosts/server-process')
const { Visitor } = require('../../hosts/visitor')
const results = require('../../hosts/results.json')
const { blocks, text } = require('../package/readme-blocks')

const esbuild = path.join(__dirname, '..', '..', 'node_modules', '.bin', 'esbuild')

describe('the table of hosts', () => {
  for (const { label, version } of results.rows.filter(({ table, mayFail }) => table === 'hosts' && !mayFail)) {
    test(`has the version that was tested last: ${label}`, () => assert.ok(text.includes(version), version))
  }
})

describe('the view counter', () => {
  let installations
  let folder

  before(async () => {
    const { installOwnPackages } = await import('../../scripts/workspace/own-packages.mjs')
    await installOwnPackages('hosts/runtimes')
    installations = await Installations.create()
    folder = await installations.withPackage()
    for (const name of ['app.js', 'app.cjs']) fs.writeFileSync(path.join(folder, name), viewCounter())
  })

  after(() => installations?.remove())

  test('counts under Deno', async (t) => {
    if (!denoBinary()) return t.skip('there is no Deno for this platform')
    const [, args] = /^deno (.+)$/m.exec(commandsWith('deno run'))
    await countsViews(t, { program: denoBinary(), args: args.split(' '), cwd: folder })
  })

  test('counts in a bundle, where nothing else is', async (t) => {
    const commands = commandsWith('npx esbuild')
    const [, bundling] = /^npx esbuild (.+)$/m.exec(commands)
    const [, running] = /^node (.+)$/m.exec(commands)
    await run(esbuild, bundling.split(' '), { cwd: folder })
    const cwd = await installations.empty()
    fs.renameSync(path.join(folder, running), path.join(cwd, running))
    await countsViews(t, { program: process.execPath, args: [running], cwd })
  })
})

function commandsWith (command) {
  return blocks.find(({ language, source }) => language === 'sh' && source.includes(command)).source
}

// It is installed under the name that it replaces, and says which port it got.
function viewCounter () {
  const { source } = blocks.find(({ title, language }) => language === 'js' && title.startsWith('A view counter'))
  return source
    .replace('app.listen(3000)', "const server = app.listen(0, '127.0.0.1', () => console.log(server.address().port))")
}

async function countsViews (t, command) {
  const { announced, stop } = await startServer({ ...command, env: { SESSION_SECRET: 'a secret of the tests' } })
  t.after(stop)
  const visitor = new Visitor(new URL(`http://127.0.0.1:${announced}`), 'the view counter')
  assert.match(await visitor.get('/'), /\b1\b/)
  assert.match(await visitor.get('/'), /\b2\b/)
}
