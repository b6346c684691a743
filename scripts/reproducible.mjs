// Do two clean builds of the same sources give the same bytes? Then anybody can check what was published.

import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { createHash } from 'node:crypto'
import os from 'node:os'
import path from 'node:path'
import { Failure, main, succeed } from './workspace/command.mjs'
import { filesIn } from './workspace/fingerprint.mjs'
import { installPrerequisites } from './workspace/prerequisites.mjs'
import { inProject } from './workspace/project.mjs'

/** Built with, not from: the same in every build. */
const shared = ['node_modules', path.join('tools', 'target')]
const left = new Set(['.git', 'node_modules', 'pkg', 'target'])

/** Builds the package from a copy of the sources that nothing was built in, and gives the hash of each of its files by name. */
async function cleanBuild (folder) {
  mkdirSync(folder, { recursive: true })
  cpSync(inProject(), folder, { recursive: true, filter: (place) => !left.has(path.basename(place)) })
  for (const place of shared) symlinkSync(inProject(place), path.join(folder, place), 'junction')
  await succeed(process.execPath, [path.join(folder, 'scripts', 'build.mjs')])
  const pkg = path.join(folder, 'pkg')
  const hashes = filesIn(pkg).map((file) => [path.relative(pkg, file), createHash('sha256').update(readFileSync(file)).digest('hex')])
  return new Map(hashes)
}

main(async () => {
  await installPrerequisites()
  const folder = mkdtempSync(path.join(os.tmpdir(), 'reproducible-'))
  try {
    // in folders whose names are not equally long
    const first = await cleanBuild(path.join(folder, 'a'))
    const second = await cleanBuild(path.join(folder, 'another', 'folder'))
    const differing = [...new Set([...first.keys(), ...second.keys()])].filter((name) => first.get(name) !== second.get(name))
    if (first.size === 0 || differing.length > 0) throw new Failure(`Two clean builds differ in ${differing.join(', ') || 'nothing, as there is nothing'}.`)
    console.log(`two clean builds give the same ${first.size} files`)
    for (const [name, hash] of first) console.log(`  ${hash}  ${name}`)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})
