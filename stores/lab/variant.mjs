// Does a store do all that it does under express-session where our middleware has options of its own?

import { observed } from './trial.mjs'
import { brokenSteps, isNoWorse, verdict } from './verdict.mjs'

/**
 * Runs a store under express-session, and under ours in a variant of ../contract/variants.js. What is worse is run again: some stores do different
 * things by themselves.
 *
 * @param {string} variant
 * @returns {Promise<{ ours: string, noWorse: boolean, worse: { step: string, saw: string }[] }>}
 */
export async function tryVariant (store, backendName, backend, trees, variant, mostAttempts = 3) {
  let found
  for (let attempt = 0; attempt < mostAttempts && !found?.noWorse; attempt++) {
    const reference = await observed({ store, backendName, backend, mode: 'reference', trees })
    const ours = await observed({ store, backendName, backend, mode: 'ours', trees, variant })
    const before = brokenSteps(reference)
    found = {
      ours: verdict(ours),
      noWorse: isNoWorse({ reference, ours }),
      worse: brokenSteps(ours).filter((step) => !before.includes(step)).map((step) => ({ step, saw: ours.steps[step].saw }))
    }
  }
  return found
}
