'use strict'

// Where may the two modules differ, and under which number does COMPATIBILITY.md say so?
//
// Each rule rewrites one line of a log to what has to agree. Nothing else may differ. Random ids have no number: they
// differ between two runs of one module, too.

const WRONG_SECRET = new RegExp([
  'TypeError: The "key" argument must be .*?\\(ERR_INVALID_ARG_TYPE\\)',
  'TypeError \\[ERR_INVALID_ARG_TYPE\\]: The "key" argument must be .*$',
  'TypeError: secret must be [\\w ,]*KeyObject(?: \\(ERR_INVALID_ARG_TYPE\\))?'
].join('|'), 'g')

const ENGINE_TEXT = new RegExp([
  'TypeError: [\\w.]+ is not a function',
  "TypeError: Cannot (?:read|set) properties of (?:undefined|null) \\((?:reading|setting) '\\w+'\\)"
].join('|'), 'g')

module.exports = [
  {
    what: 'session ids of the default generator are random: which is which has to agree, and that they are signed',
    applies: scenario => scenario.genid === 'default' || scenario.whole === 'none',
    rewriter: scenario => require('./random-ids').rewriter(scenario)
  },
  {
    number: 2,
    what: 'a secret of a wrong type is a TypeError whose message does not show the value',
    applies: () => true,
    rewriter: () => text => text.replace(WRONG_SECRET, 'TypeError about a secret')
  },
  {
    number: 3,
    what: 'misuse that ends in a TypeError of the engine: its text quotes source code',
    applies: () => true,
    rewriter: () => text => text.replace(ENGINE_TEXT, 'TypeError in the words of the engine')
  }
]
