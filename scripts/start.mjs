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

// npm passes SIGINT and SIGTERM on to what it started: with `exec` that is this process, and no shell which keeps them to
// itself. (Windows has no `exec`, and runs what stands behind `||`.) Of whatever else ends npm only this tells.
function endWithNpm () {
  if (process.env.npm_lifecycle_event !== 'start') return
  const npm = process.ppid
  setInterval(() => { if (process.ppid !== npm) process.exit() }, 100).unref()
}
