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

// A response waits for what its handler has asked of the store, and express-session's does not: there it counts that the body
// comes, and whatever is called back, and not when. 23 in COMPATIBILITY.md.
const ASKED = /^#\d+ (?:returned: (?:save|destroy):|called back: save (?:at head|kept)) /
const WAITING = /^#\d+ (?:beneath: body|called back:) /

// Each request's, behind what else happens in it.
function inOrder (lines) {
  const requests = new Set(lines.map(requestOf))
  return [...requests].map(request => lines.filter(line => requestOf(line) === request)).flatMap(ofOne => {
    const hasAsked = ofOne.some(line => ASKED.test(line))
    const placeOf = line => AFTERWARDS.test(line) ? 3 : !hasAsked || !WAITING.test(line) ? 0 : / called back: /.test(line) ? 2 : 1
    return ofOne.toSorted((one, other) => placeOf(one) - placeOf(other) || (placeOf(one) === 2 ? one.localeCompare(other) : 0))
  })
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
