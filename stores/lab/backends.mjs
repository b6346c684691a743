// How does a backend run for one store, in a scratch folder, and stop whatever happens?

import { mkdtempSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import os from 'node:os'
import path from 'node:path'
import { installBackend } from './installation.mjs'

const require = createRequire(import.meta.url)
const kinds = require('../backends')

/**
 * Starts a backend, hands it to `body`, and stops it. Where it cannot run, `missing` says why.
 *
 * @returns {Promise<{ missing: string } | object>} otherwise what `body` found, with the backend's version
 */
export async function withBackend (name, body) {
  const kind = kinds[name]
  const folder = mkdtempSync(path.join(os.tmpdir(), `express-session-stores-${name}-`))
  const removeFolder = () => rmSync(folder, { recursive: true, force: true })
  process.once('exit', removeFolder)
  let backend
  try {
    const tree = kind.packages && await installBackend(name, kind.packages)
    const backendVersion = await kind.version?.(tree)
    backend = { ...kind, ...await kind.start(folder, tree) }
    return { backendVersion, ...await body(backend) }
  } catch (error) {
    return { missing: error.code === 'ENOENT' && !backend ? `${kind.needs} is not installed` : error.message.trim().split('\n').at(-1) }
  } finally {
    await backend?.stop()
    removeFolder()
    process.off('exit', removeFolder)
  }
}
