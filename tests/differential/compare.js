'use strict'

// Where do the two logs of a scenario first disagree, beyond what is known?

const knownDifferences = require('./known-differences')

const LINES_BEFORE = 4

function firstDifference (scenario, ours, theirs) {
  const left = rewritten(scenario, ours, 'candidate')
  const right = rewritten(scenario, theirs, 'reference')
  for (let line = 0; line < Math.max(left.length, right.length); line++) {
    if (left[line] !== right[line]) {
      return {
        before: left.slice(Math.max(0, line - LINES_BEFORE), line),
        candidate: left[line] ?? '(the end)',
        reference: right[line] ?? '(the end)'
      }
    }
  }
  return null
}

function rewritten (scenario, entries, side) {
  const rewriters = knownDifferences
    .filter(({ applies, only = side }) => only === side && applies(scenario))
    .map(({ rewriter }) => rewriter(scenario))
  return entries
    .map(([request, what, text]) => rewriters.reduce((line, rewrite) => rewrite(line), `#${request} ${what}: ${text}`))
    .filter(line => line !== '')
}

module.exports = { firstDifference }
