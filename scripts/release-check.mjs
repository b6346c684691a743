// May this version be published?
//
//   npm run release-check -- TAG

import { readFileSync } from 'node:fs'
import { Failure, main } from './workspace/command.mjs'
import { inProject } from './workspace/project.mjs'
import { obstacles } from './workspace/release.mjs'

main(async () => {
  const [tag] = process.argv.slice(2)
  if (tag === undefined) throw new Failure('Which tag? For example v1.19.0.')
  const text = (name) => readFileSync(inProject(name), 'utf8')
  const found = obstacles(tag, {
    manifest: JSON.parse(text('pkg-template/package.json')), crate: text('Cargo.toml'), changelog: text('CHANGELOG.md')
  })
  if (found.length > 0) throw new Failure(found.join('\n'))
  console.log(`${tag} may be published`)
})
