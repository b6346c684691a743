// Is the code well formed, free of warnings and typed, and does the package build? The quick look before the tests.

import { checks } from './workspace/checks.mjs'
import { main } from './workspace/command.mjs'
import { installPrerequisites } from './workspace/prerequisites.mjs'
import { runSteps } from './workspace/steps.mjs'

main(async () => {
  await installPrerequisites()
  const results = await runSteps(checks)
  if (results.some(({ ok }) => !ok)) process.exitCode = 1
})
