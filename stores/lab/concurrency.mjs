// Does a store do in another mode of `concurrency` all that it does under express-session?

import { observed } from './trial.mjs'
import { brokenSteps, isNoWorse, verdict } from './verdict.mjs'

/**
 * Runs a store under express-session, and under ours in that mode. What is worse is run again: some stores do different
 * things by themselves.
 *
 * @param {string} concurrency
 * @returns {Promise<{ ours: string, noWorse: boolean, worse: { step: string, saw: string }[] }>}
 */
export async function tryConcurrency (store, backendName, backend, trees, concurrency, mostAttempts = 3) {
  let found
  for (let attempt = 0; attempt < mostAttempts && !found?.noWorse; attempt++) {
    const reference = await observed({ store, backendName, backend, mode: 'reference', trees })
    const ours = await observed({ store, backendName, backend, mode: 'ours', trees, concurrency })
    const before = brokenSteps(reference)
    found = {
      ours: verdict(ours),
      noWorse: isNoWorse({ reference, ours }),
      worse: brokenSteps(ours).filter((step) => !before.includes(step)).map((step) => ({ step, saw: ours.steps[step].saw }))
    }
  }
  return found
}
