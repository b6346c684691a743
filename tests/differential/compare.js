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

// What an application hears of an error that comes with the end of its response, and what it does then. When that is, counts
// for nothing here: 28 in COMPATIBILITY.md.
const AFTERWARDS = /^#\d+ (?:failed|console\.error|next): (?!.* \[\]$)/

// Each request's, behind what else happens in it.
function inOrder (lines) {
  const requests = new Set(lines.map(requestOf))
  return [...requests].map(request => lines.filter(line => requestOf(line) === request)).flatMap(ofOne => [
    ...ofOne.filter(line => !AFTERWARDS.test(line)), ...ofOne.filter(line => AFTERWARDS.test(line))
  ])
}

function requestOf (line) {
  return line.split(' ', 1)[0]
}

function rewritten (scenario, entries, side) {
  const rewriters = knownDifferences
    .filter(({ applies, only = side }) => only === side && applies(scenario))
    .map(({ rewriter }) => rewriter(scenario))
  const lines = entries
    .map(([request, what, text]) => rewriters.reduce((line, rewrite) => rewrite(line), `#${request} ${what}: ${text}`))
    .filter(line => line !== '')
  return inOrder(lines)
}

module.exports = { firstDifference }
