// What is to be said about a store, when all it did is known?

/** @typedef {{ steps: Record<string, { holds?: boolean, saw: string }>, failure?: string }} Found what a store did under one module */

// Nobody can use a store with which this does not work.
const mostBasicStep = 'counter in Express'

/** @param {Found} found */
export function verdict ({ steps, failure }) {
  if (failure) return `fails: ${failure}`
  const broken = brokenSteps({ steps })
  if (broken.length === 0) return 'passes'
  return `${broken.includes(mostBasicStep) ? 'fails:' : 'passes but for'} ${broken.join(', ')}`
}

export function brokenSteps ({ steps }) {
  return Object.keys(steps).filter((name) => steps[name].holds === false)
}

/** Whether a store does under ours all that it does under express-session. */
export function isNoWorse ({ reference, ours }) {
  if (reference.failure) return true
  const before = new Set(brokenSteps(reference))
  return !ours.failure && brokenSteps(ours).every((name) => before.has(name))
}

/** The part of what was found that is worth keeping: verdicts, and in full what differs. */
export function summary (trial) {
  const { reference, ours, differing } = trial
  const saw = (found, step) => found.steps[step]?.saw ?? found.failure ?? 'not reached'
  return {
    reference: verdict(reference),
    ours: verdict(ours),
    noWorse: isNoWorse(trial),
    steps: Object.keys({ ...reference.steps, ...ours.steps }).length,
    differing: differing.map((step) => ({ step, reference: saw(reference, step), ours: saw(ours, step) })),
    expires: reference.steps.expiry?.saw === 'gone',
    crossesOver: crossing(trial),
    record: ours.steps['record as kept']?.saw
  }
}

// undefined for a store whose sessions do not outlive its process
function crossing ({ reference, ours }) {
  const readings = [reference, ours].map(({ steps }) => steps['read by the other module'])
  return readings.includes(undefined) ? undefined : readings.every(({ holds }) => holds)
}
