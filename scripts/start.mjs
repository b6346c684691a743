// What does the package look like at work? Runs the demo, after building what changed since the last start.

import { main } from './workspace/command.mjs'
import { buildPackage, packageIsCurrent } from './workspace/package.mjs'
import { installPrerequisites } from './workspace/prerequisites.mjs'

main(async () => {
  await installPrerequisites()
  if (!packageIsCurrent()) {
    console.log('start: building the package ...')
    await buildPackage()
  }
  // in this process, so that whatever ends the command ends the server
  await import('../examples/demo/server.js')
})
