// In which steps do the two modules differ, when some steps come out differently from run to run by themselves?

/**
 * @typedef {import('./verdict.mjs').Found} Found
 * @param {{ reference: Found, ours: Found }[]} attempts
 * @returns {{ reference: Found, ours: Found, differing: string[] }} the first of the attempts, but for steps that were the
 *   same in some
 */
export function merge (attempts) {
  const [{ reference, ours }] = attempts
  const merged = { reference: { ...reference, steps: {} }, ours: { ...ours, steps: {} }, differing: [] }
  const names = new Set(attempts.flatMap((attempt) => [...Object.keys(attempt.reference.steps), ...Object.keys(attempt.ours.steps)]))
  for (const name of names) {
    const [before, after] = ['reference', 'ours'].map((mode) => attempts.map((attempt) => attempt[mode].steps[name]))
    const common = before.find((step) => after.some((other) => other?.saw === step?.saw))
    const isSame = common !== undefined || (before.includes(undefined) && after.includes(undefined))
    if (!isSame) merged.differing.push(name)
    put(merged.reference.steps, name, isSame ? common : before[0])
    put(merged.ours.steps, name, isSame ? common : after[0])
  }
  if (reference.failure !== ours.failure) merged.differing.push('construction')
  return merged
}

function put (steps, name, step) {
  if (step) steps[name] = step
}
