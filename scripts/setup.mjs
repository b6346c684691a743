// Can this machine build the project? After this command it can, or has been told what is missing.

import { main } from './workspace/command.mjs'
import { installPrerequisites } from './workspace/prerequisites.mjs'

main(async () => {
  await installPrerequisites()
  console.log('set-up: everything is in place')
})
