// Which steps of a check hold, and how many tests did they run?

import { performance } from 'node:perf_hooks'
import { Failure, run } from './command.mjs'

/**
 * @typedef {{ passed: number, failed: number, skipped: number }} Counts
 * @typedef {{ ok: boolean, text?: string, counts?: Counts, remark?: string }} Outcome
 * @typedef {{ name: string, action: (lanes: number) => Promise<Outcome>, needs?: string }} Step
 */

const NAME_WIDTH = 22

/** A step that holds when the program succeeds. */
export function step (name, program, args, env) {
  return { name, action: () => run(program, args, env) }
}

/** A step that holds when the program succeeds and `count` reads from its output that tests ran and none failed. */
export function countedStep (name, count, program, args, env) {
  return { name, action: async () => judge(await run(program, args, env), count) }
}

// An exit code alone is no proof: a runner that skips every test succeeds too. That is right only where the tests say why, because
// this machine lacks what they need, and then the reason is shown.
export function judge ({ ok, text }, count, reasonsIn = () => []) {
  const counts = count(text)
  const reasons = counts?.skipped > 0 ? reasonsIn(text) : []
  if (ok && !counts?.passed && counts?.failed === 0 && reasons.length > 0) return { ok, text, counts, remark: reasons.join('; ') }
  if (ok && !counts?.passed) return { ok: false, text: `${text}\nIt succeeded, but no test is known to have passed.`, counts }
  return { ok: ok && counts.failed === 0, text, counts }
}

/**
 * Runs steps, `lanes` of them at a time, which each is told, and prints a line for each, and the output of those that fail. Which of those `before`
 * failed decides whether the steps run that need them.
 * @param {Step[]} steps
 */
export async function runSteps (steps, { lanes = 1, before = [] } = {}) {
  const results = []
  const waiting = [...steps]

  async function lane () {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const { name, action, needs } = next
      const start = performance.now()
      if (lanes === 1) process.stdout.write(name.padEnd(NAME_WIDTH))
      const isBlocked = [...before, ...results].some((result) => result.name === needs && !result.ok)
      const outcome = isBlocked ? { ok: false, text: `not run, because this failed: ${needs}` } : await attempt(() => action(lanes))
      const seconds = ((performance.now() - start) / 1000).toFixed(1)
      if (lanes > 1) process.stdout.write(name.padEnd(NAME_WIDTH))
      console.log(`  ${outcome.ok ? 'ok    ' : 'FAILED'} ${seconds.padStart(6)} s  ${described(outcome)}`.trimEnd())
      if (!outcome.ok) console.log(`${indented(outcome.text ?? '')}\n`)
      results.push({ name, ...outcome })
    }
  }

  await Promise.all(Array.from({ length: lanes }, lane))
  return results
}

async function attempt (action) {
  try {
    return await action()
  } catch (error) {
    return { ok: false, text: error instanceof Failure ? error.message : String(error.stack) }
  }
}

function described ({ counts, remark }) {
  if (counts === undefined) return ''
  const parts = Object.entries(counts).filter(([kind, number]) => number > 0 || kind === 'passed')
  return parts.map(([kind, number]) => `${number} ${kind}`).join(', ') + (remark ? ` (${remark})` : '')
}

function indented (text) {
  return text.trimEnd().replace(/^/gm, '    ')
}

/** Adds the tests of all steps up; a step that fails without a failing test counts as one. */
export function total (results) {
  const sum = { passed: 0, failed: 0, skipped: 0 }
  for (const { ok, counts } of results) {
    sum.passed += counts?.passed ?? 0
    sum.failed += counts?.failed || (ok ? 0 : 1)
    sum.skipped += counts?.skipped ?? 0
  }
  return sum
}
