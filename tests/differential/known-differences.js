'use strict'

// Where may the two modules differ, and under which number does COMPATIBILITY.md say so?
//
// Each rule rewrites one line of a log to what has to agree; an empty line is taken out. Nothing else may differ. One that
// is for the reference alone says what the candidate has to do in its place. Random ids have no number: they differ
// between two runs of one module, too.

const WRONG_SECRET = new RegExp([
  'TypeError: The "key" argument must be .*?\\(ERR_INVALID_ARG_TYPE\\)',
  'TypeError \\[ERR_INVALID_ARG_TYPE\\]: The "key" argument must be .*$',
  'TypeError: secret must be [\\w ,]*KeyObject(?: \\(ERR_INVALID_ARG_TYPE\\))?'
].join('|'), 'g')

const ENGINE_TEXT = new RegExp([
  'TypeError: [\\w.]+ is not a function',
  "TypeError: Cannot assign to read only property '\\w+' of object '.*?'",
  "TypeError: Cannot delete property '\\w+' of (?:#<\\w+>|\\[object Object\\])",
  'TypeError: Cannot set property \\w+ of .*? which has only a getter',
  "TypeError: Cannot (?:read|set) properties of (?:undefined|null) \\((?:reading|setting) '\\w+'\\)"
].join('|'), 'g')

const NO_STORE = new RegExp('session\\(\\) threw: TypeError: (?:' + [
  'store option must be a session store',
  "Cannot create property 'generate' on string '\\w+'",
  'store\\.on is not a function'
].join('|') + ')$')

const HIDDEN = new Set(['req', 'id', 'save', 'reload'])

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
    number: 16,
    what: 'session() finds what is no store, and says so in its own words; it goes before 3, which takes some of the texts',
    applies: scenario => ['empty object', 'text'].includes(scenario.store.kind),
    rewriter: () => text => text.replace(NO_STORE, 'session() threw: TypeError about a store')
  },
  {
    number: 3,
    what: 'misuse that ends in a TypeError of the engine: its text quotes source code',
    applies: () => true,
    rewriter: () => text => text.replace(ENGINE_TEXT, 'TypeError in the words of the engine')
  },
  {
    number: 9,
    what: 'end returns the response',
    only: 'reference',
    applies: () => true,
    rewriter: () => text => text.replace(/^(#\d+ (?:returned|failed): end) (?:true|false|undefined)$/, '$1 res')
  },
  {
    number: 11,
    what: 'next gets an Error for the text that a store reports',
    only: 'reference',
    applies: scenario => scenario.store.kind === 'recording',
    rewriter: () => text => text
      .replace(/^(#\d+ next(?: again)?: [\w ]+ \[)"(store\.\w+ failed as text)"\]$/, '$1Error: $2]')
      .replace(/^(#\d+ failed: )"(store\.\w+ failed as text)"$/, '$1Error: $2')
      .replace(/^(#\d+ console\.error: )(store\.\w+ failed as text)$/, '$1Error: $2')
  },
  {
    number: 11,
    what: 'a store always gets a callback',
    only: 'reference',
    applies: () => true,
    rewriter: () => text => text.replace(/^(#\d+ store: destroy .*) undefined$/, '$1 [function]')
  },
  {
    number: 13,
    what: 'the middleware passes to next what it would have thrown',
    only: 'reference',
    applies: () => true,
    rewriter: () => text => text.replace(/^(#\d+) threw: /, '$1 next: ')
  },
  {
    number: 13,
    what: 'next gets one error for a request',
    only: 'reference',
    applies: () => true,
    rewriter: () => text => text.replace(/^#\d+ next again: .*$/s, '')
  },
  {
    number: 22,
    what: 'what a session knows, and its methods, are no properties of its own',
    applies: () => true,
    rewriter: () => text => text.replace(/^(#\d+ sees: own names )(\S*),/, (line, before, names) => `${before}${names.split(',').filter(name => !HIDDEN.has(name)).join()},`)
  },
  {
    number: 23,
    what: 'nothing goes out before the store has answered: of a response that never ends, or is cut meanwhile, there is less',
    applies: () => true,
    rewriter: ({ requests }) => text => text.replace(/^#(\d+) (response|res|beneath): .*$/s, (line, number, what) => {
      const isNeverAnswered = requests[number - 1]?.faults.some(({ method, kind }) => method !== 'get' && kind === 'never')
      if (what === 'beneath') return isNeverAnswered ? '' : line
      if (isNeverAnswered) return `#${number} ${what}`
      return line.replace(/^(#\d+ response: unfinished) .*$/s, '$1')
    })
  },
  {
    number: 27,
    what: 'a warning of a secure cookie that a proxy seems to have cost',
    only: 'candidate',
    applies: () => true,
    rewriter: () => text => text.replace(/^#\d+ console\.error: .*EXPRESS_SESSION_INSECURE.*$/s, '')
  },
  {
    number: 21,
    what: 'the warning about the default store has other words',
    applies: () => true,
    rewriter: () => text => text.replace(/^(#\d+ console\.warn: Warning: connect\.session\(\) MemoryStore) .*$/s, '$1 ...')
  }
]
