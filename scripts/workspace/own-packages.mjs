// How does a folder with packages of its own get them, without making every installation of the project larger?

import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { succeed } from './command.mjs'
import { inProject } from './project.mjs'

/** Installs what the lock file of a folder of this project names, unless exactly that is installed. */
export async function installOwnPackages (name) {
  const folder = inProject(name)
  if (matchesLock(folder)) return
  console.error(`${name}: installing its packages ...`)
  await succeed(
    'npm',
    ['ci', '--prefix', folder, '--ignore-scripts', '--no-audit', '--no-fund'],
    { hint: 'npm ci needs the npm registry.' }
  )
}

/** Whether what is installed in a folder is what its lock file names. */
export function matchesLock (folder) {
  // npm writes it down only when it is through with the installation
  const written = path.join(folder, 'node_modules', '.package-lock.json')
  if (!existsSync(written)) return false
  const installed = packagesIn(written)
  return Object.entries(packagesIn(path.join(folder, 'package-lock.json'))).every(([place, wanted]) => {
    const found = installed[place]
    // an optional package may be one for another platform
    return place === '' || (found ? found.integrity === wanted.integrity : wanted.optional)
  })
}

function packagesIn (lockFile) {
  return JSON.parse(readFileSync(lockFile, 'utf8')).packages
}
