// What became of each test, according to what a runner printed?
'use strict'

/** @typedef {Map<string, string>} Outcomes `passed`, `failed` or `skipped` by the name of a test */

/**
 * @param {string} text TAP, also with nested tests (node-tap)
 * @returns {Outcomes}
 */
function tapOutcomes (text) {
  const outcomes = new Map()
  let heading = ''
  for (const line of text.split('\n')) {
    const comment = /^\s*# (?:Subtest: )?(.*)/.exec(line)
    // tape's count of its tests
    if (comment && !/^(tests|pass|fail|ok|time)\b/.test(comment[1])) heading = comment[1]
    const point = /^(\s*)(not ok|ok) (\d+)(?: -)? ?(.*)/.exec(line)
    if (!point) continue
    const [, indentation, result, , rest] = point
    const name = rest.replace(/ # time=.*$/, '')
    const skipped = / # skip/i.test(name)
    add(outcomes, indentation || heading !== name ? `${heading}: ${name}` : name, skipped ? 'skipped' : result === 'ok' ? 'passed' : 'failed')
  }
  return outcomes
}

/**
 * @param {string} text what mocha's reporter `json` printed, behind whatever the tests themselves did
 * @returns {Outcomes}
 */
function mochaOutcomes (text) {
  const outcomes = new Map()
  const start = text.search(/^\{\n {2}"stats"/m)
  if (start === -1) return outcomes
  const { passes, failures, pending } = JSON.parse(text.slice(start))
  for (const { fullTitle } of passes) add(outcomes, fullTitle, 'passed')
  for (const { fullTitle } of failures) add(outcomes, fullTitle, 'failed')
  for (const { fullTitle } of pending) add(outcomes, fullTitle, 'skipped')
  return outcomes
}

// Several tests may have one name.
function add (outcomes, name, outcome) {
  let free = name
  for (let number = 2; outcomes.has(free); number++) free = `${name} (${number})`
  outcomes.set(free, outcome)
}

/**
 * @param {Outcomes} reference
 * @param {Outcomes} ours
 * @returns {string[]} a line for each test that did not end in the same way
 */
function differences (reference, ours) {
  const names = new Set([...reference.keys(), ...ours.keys()])
  return [...names]
    .filter((name) => reference.get(name) !== ours.get(name))
    .map((name) => `${name}: ${reference.get(name) ?? 'not run'}, with ours ${ours.get(name) ?? 'not run'}`)
}

module.exports = { differences, mochaOutcomes, tapOutcomes }
