// How many tests passed, according to what a test runner printed? `undefined` where it did not say.

import { stripVTControlCharacters } from 'node:util'

/** Counts of `cargo test` and of wasm-bindgen's runner, which print a line for every test binary. */
export function cargoCounts (text) {
  const lines = /^test result: .*?(\d+) passed; (\d+) failed; (\d+) ignored/gm
  const found = [...stripVTControlCharacters(text).matchAll(lines)]
  if (found.length === 0) return undefined
  const sum = (group) => found.reduce((whole, match) => whole + Number(match[group]), 0)
  return { passed: sum(1), failed: sum(2), skipped: sum(3) }
}

/** Counts of `node --test` with its spec reporter. */
export function nodeCounts (text) {
  const plain = stripVTControlCharacters(text)
  const number = (kind) => Number(plain.match(new RegExp(`^ℹ ${kind} (\\d+)$`, 'm'))?.[1])
  // node reports a file in which no test ran as a test that passed
  const emptyFiles = plain.match(/^✔ \S+\.test\.js \(/gm)?.length ?? 0
  const counts = {
    passed: number('pass') - emptyFiles,
    failed: number('fail') + number('cancelled') + emptyFiles,
    skipped: number('skipped') + number('todo')
  }
  return Object.values(counts).some(Number.isNaN) ? undefined : counts
}

/** Why tests were skipped, according to `node --test`; a test that was skipped without a reason gives none. */
export function skipReasons (text) {
  const skipped = stripVTControlCharacters(text).matchAll(/^\s*﹣ .* \([\d.]+ms\) # (.+)$/gm)
  return [...new Set(Array.from(skipped, ([, reason]) => reason).filter((reason) => !/^SKIP$/i.test(reason)))]
}
