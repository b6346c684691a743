// What is found of one store, on all of its backends?

import { createRequire } from 'node:module'
import { withBackend } from './backends.mjs'
import { installStore } from './installation.mjs'
import { tryStore } from './trial.mjs'
import { tryVariant } from './variant.mjs'
import { summary } from './verdict.mjs'

const require = createRequire(import.meta.url)
const kinds = require('../backends')

/**
 * A store whose backend is missing is a row that says so; one that cannot be installed, too.
 *
 * @param {object} store a row of ../rows
 * @param {string} ours the packed package of this project
 * @param {string} [variant] of ../contract/variants.js in which ours runs; without one the two modules are compared step by step
 */
export async function rowOf (store, ours, variant) {
  const { name, group, note, database, variants } = store
  const row = { store: name, group, version: store.packages?.[name], note, ...variant && { why: variants?.[variant] } }
  if (!store.on) return { ...row, backend: database, reason: store.reason }
  const start = performance.now()
  let trees
  try {
    trees = await installStore(store, ours)
  } catch (error) {
    return { ...row, reason: `it cannot be installed: ${error.message.trim().split('\n').at(-1)}` }
  }
  const runs = []
  for (const backendName of Object.keys(store.on)) {
    const { title, kind } = kinds[backendName]
    const found = await withBackend(backendName, async (backend) => variant
      ? tryVariant(store, backendName, backend, trees, variant)
      : summary(await tryStore(store, backendName, backend, trees)))
    runs.push({ backend: database ?? title, kind: found.missing ? 'not run' : kind, ...found })
  }
  return { ...row, runs, seconds: Math.round((performance.now() - start) / 1000) }
}
