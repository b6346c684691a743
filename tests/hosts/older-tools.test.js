// Does the packed package work in tools that were made for older JavaScript, as express-session does?
'use strict'

const { after, before, describe, test } = require('node:test')
const assert = require('node:assert/strict')
const { bundlers } = require('../../hosts/bundlers')
const { visitBundle } = require('../../hosts/bundles')
const { Installations } = require('../../hosts/installation')
const { runTests, testRunners } = require('../../hosts/test-runners')

// Of all that `npm run hosts` tries, those that install and run fastest.
const runners = testRunners.filter(({ name }) => name.startsWith('jest26-'))
const bundler = bundlers.find(({ name }) => name === 'esbuild-0.12')

let installations
let folder

before(async () => {
  const { installOwnPackages } = await import('../../scripts/workspace/own-packages.mjs')
  for (const packages of new Set([...runners, bundler].map((tool) => tool.packages).flat())) await installOwnPackages(packages)
  installations = await Installations.create()
  folder = await installations.withPackage()
})

after(() => installations?.remove())

describe('the tests of an application pass', () => {
  for (const runner of runners) {
    test(`in ${runner.label}`, () => {
      const { passed, failed, output } = runTests(runner, folder)
      assert.deepEqual({ passed, failed }, { passed: 3, failed: 0 }, output)
    })
  }
})

test(`a bundle holds that ${bundler.label} made`, async (t) => {
  const lacks = bundler.lacks()
  if (lacks) return t.skip(lacks)
  const found = await visitBundle(bundler, folder, installations)
  assert.deepEqual(found.filter(({ ok }) => !ok), [])
  assert.ok(found.filter((visit) => visit.ok && !visit.lacks).length >= 9)
})
