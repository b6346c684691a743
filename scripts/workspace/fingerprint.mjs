// Have these files changed since somebody last looked?

import { createHash } from 'node:crypto'
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs'
import path from 'node:path'
import { root } from './project.mjs'

/** A text that is different as soon as a file among `places` (files or folders of the project) is. */
export function fingerprint (places) {
  const hash = createHash('sha256')
  for (const file of places.flatMap(filesIn)) {
    const bytes = readFileSync(file)
    hash.update(`${path.relative(root, file)}\0${bytes.length}\0`).update(bytes)
  }
  return hash.digest('hex')
}

/** Every file in a place, in an order that does not depend on the file system; none when there is no such place. */
export function filesIn (place) {
  if (!existsSync(place)) return []
  if (!statSync(place).isDirectory()) return [place]
  return readdirSync(place).sort().flatMap((name) => filesIn(path.join(place, name)))
}
