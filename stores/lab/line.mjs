// What is printed when a store has been run?

const longest = 400

export function lineOf ({ store, runs, reason, seconds }) {
  if (!runs) return `${store}: not run: ${reason}`
  return runs.map((run) => `${store} on ${run.backend}${run.missing ? `: not run: ${run.missing}` : found(run, seconds)}`).join('\n      ')
}

function found ({ backendVersion, kind, reference, ours, differing, worse }, seconds) {
  const version = backendVersion ? ` ${backendVersion}` : ''
  if (worse) {
    const broken = worse.map(({ step, saw }) => `\n      ${step}\n        ${shortened(saw)}`)
    return `${version} (${kind}): ${ours}${worse.length > 0 ? ', worse' : ''} (${seconds} s)${broken.join('')}`
  }
  const steps = differing.map(({ step, ...saw }) => `\n      ${step}\n        ${shortened(saw.reference)}\n        ${shortened(saw.ours)}`)
  return `${version} (${kind}): ${reference === ours ? `both: ${ours}` : `express-session: ${reference}, ours: ${ours}`} (${seconds} s)${steps.join('')}`
}

function shortened (text) {
  return text.length > longest ? `${text.slice(0, longest)} ...` : text
}
