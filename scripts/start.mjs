// What does the package look like at work? Runs the demo, after building what changed since the last start.

import { main } from './workspace/command.mjs'
import { buildPackage, packageIsCurrent } from './workspace/package.mjs'
import { installPrerequisites } from './workspace/prerequisites.mjs'

main(async () => {
  endWithNpm()
  await installPrerequisites()
  if (!packageIsCurrent()) {
    console.log('start: building the package ...')
    await buildPackage()
  }
  // in this process, so that whatever ends the command ends the server
  await import('../examples/demo/server.js')
})

// npm gives a signal to the shell that stands between it and this process, and the shell ends without passing it on.
function endWithNpm () {
  if (process.env.npm_lifecycle_event !== 'start') return
  const shell = process.ppid
  setInterval(() => { if (process.ppid !== shell) process.exit() }, 100).unref()
}
