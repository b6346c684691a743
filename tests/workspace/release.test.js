// Is nothing published that is not ready?
'use strict'

const assert = require('node:assert/strict')
const { readFileSync, readdirSync } = require('node:fs')
const path = require('node:path')
const { test } = require('node:test')
const { scripts } = require('../../package.json')

const workflows = path.join(__dirname, '../../.github/workflows')

test('a version is published under its own tag, once it is in CHANGELOG.md and has an address', async () => {
  const { obstacles } = await import('../../scripts/workspace/release.mjs')
  const ready = {
    manifest: { version: '1.19.1', repository: 'somebody/something' },
    crate: '[package]\nversion = "1.19.1"\n',
    changelog: '# Changelog\n\n## 1.19.1 (2026-01-01)\n'
  }
  assert.deepEqual(obstacles('v1.19.1', ready), [])
  assert.equal(obstacles('v1.19.2', ready).length, 1)
  assert.match(obstacles('v1.19.1', { ...ready, changelog: '## 1.19.10\n' })[0], /no section for 1\.19\.1/)
  assert.match(obstacles('v1.19.1', { ...ready, crate: 'version = "1.19.0"' })[0], /Cargo\.toml is 1\.19\.0/)
  assert.match(obstacles('v1.19.1', { ...ready, manifest: { version: '1.19.1' } })[0], /no repository/)
  const prerelease = { ...ready, manifest: { ...ready.manifest, version: '1.19.1-rc.1' } }
  assert.match(obstacles('v1.19.1-rc.1', prerelease).join(), /does not satisfy the stores/)
})

test('every npm command of a workflow is one of this project', () => {
  const commands = readdirSync(workflows).flatMap((file) =>
    [...readFileSync(path.join(workflows, file), 'utf8').matchAll(/\bnpm run ([\w:-]+)|command: \[(.*)\]/g)])
  const names = commands.flatMap(([, name, list]) => name ?? list.split(', '))
  assert.ok(names.length > 5, `${names}`)
  assert.deepEqual(names.filter((name) => !Object.hasOwn(scripts, name)), [])
})
