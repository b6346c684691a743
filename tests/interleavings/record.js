// What does each order of two and three concurrent requests do, as people can read it?
//
//   node tests/interleavings/record.js        writes RECORD.md and three-requests.txt anew
'use strict'

const { writeFileSync } = require('node:fs')
const path = require('node:path')
const { choices, orders, predict } = require('./model')

/** @returns {Record<string, string>} texts by the name of their file in this folder */
function record () {
  return { 'RECORD.md': overview(), 'three-requests.txt': threeRequests() }
}

function overview () {
  const pairs = choices(2).map(results)
  const triples = choices(3).map(results)
  return `${introduction}
## Two requests

${totals(pairs)}

${table(pairs)}

${pairs.map(inFull).join('\n')}
## Three requests

${totals(triples)} What each order does
stands in [three-requests.txt](three-requests.txt). Three do no harm that two would not: wherever something goes wrong, two of
the requests do the same damage without the third.

${table(triples)}
`
}

const introduction = `# What concurrent requests with one session come to

Written by \`node tests/interleavings/record.js\`; \`tests/interleavings/interleavings.test.js\` plays every one of these
orders in express-session 1.19.0 and in this package. Both do the same in each.

All requests carry the cookie of session S, which holds nothing at first. They come at the same time; in which order the store answers
their calls is the order: \`ABBA\` answers the first call of A, both of B, and the second of A. Of requests of one kind A is the one
that is answered first.

| kind | what the request does | its store calls |
|---|---|---|
| get | reads, through a store without \`touch\` | get |
| touch | reads, through a store with \`touch\` | get, touch |
| resave | reads, with \`resave: true\` | get, set |
| set | notes its name, A, B or C, in the session | get, set |
| destroy | destroys the session | get, destroy |
| regenerate | asks for a new session, as at log-in, and notes its name there | get, destroy, set |

The option \`resave\` is \`false\` except where the kind says otherwise, \`saveUninitialized\` is \`false\`. A request that finds no session is given
a new one, A1 for request A. The store's \`touch\` does nothing for a session that is not there; in a store where it does, touch
would bring sessions back as resave does.

Two things can go wrong, both by a request that loads the session, and saves what it loaded after another request was through:

- **S comes back**: it is in the store again after it was destroyed. A session that logged out is logged in again; an id
  that was given up at log-in is valid again.
- **A is lost**: what request A noted and saved is not in the session, though nobody destroyed it since.

The option \`concurrency\` prevents both; [MERGING.md](MERGING.md) says what it leaves of it.
`

function results (chosen) {
  return { chosen, rows: orders(chosen).map((order) => ({ order, ...predict(chosen, order) })) }
}

function totals (all) {
  const rows = all.flatMap((each) => each.rows)
  return `${rows.length} orders; S comes back in ${count(rows, 'back')}, a write is lost in ${count(rows, 'lost')}.`
}

function table (all) {
  return tableText(['requests', 'orders', 'S comes back', 'a write is lost'], all.map(({ chosen, rows }) =>
    [chosen.join(', '), rows.length, count(rows, 'back') || '-', count(rows, 'lost') || '-']))
}

function tableText (head, rows) {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}

function count (rows, what) {
  return rows.filter((row) => row[what]).length
}

function inFull ({ chosen, rows }) {
  return `### A: ${chosen[0]}, B: ${chosen[1]}

${tableText(['orders', 'in the store', 'what went wrong'], grouped(rows).map(({ same, stored, damage }) => [same.join(' '), stored, damage || '-']))}
`
}

function threeRequests () {
  const parts = choices(3).map(results).map(({ chosen, rows }) => [
    `A: ${chosen[0]}, B: ${chosen[1]}, C: ${chosen[2]}`,
    ...grouped(rows).map(({ same, stored, damage }) => `  ${stored}${damage && ` (${damage})`}: ${same.join(' ')}`)
  ].join('\n'))
  return `Every order of three requests, by what is in the store at the end. RECORD.md says how to read this.\n\n${parts.join('\n')}\n`
}

/** Orders that come to the same, the harmless ones first. */
function grouped (rows) {
  const groups = new Map()
  for (const row of rows) {
    const [stored, damage] = [storedText(row), damageText(row)]
    const key = `${damage}\n${stored}`
    if (!groups.has(key)) groups.set(key, { key, stored, damage, same: [] })
    groups.get(key).same.push(row.order)
  }
  return [...groups.values()].sort((one, other) => one.key < other.key ? -1 : 1)
}

function storedText ({ sessions }) {
  const texts = Object.entries(sessions).map(([id, noted]) => noted ? `${id} with ${inOrder(noted)}` : id)
  return texts.join(', ') || 'nothing'
}

function damageText ({ back, lost }) {
  return [back && 'S comes back', lost && `${inOrder(lost)} is lost`].filter(Boolean).join(', ')
}

function inOrder (noted) {
  return [...noted].sort().join('')
}

module.exports = { record }

if (require.main === module) {
  for (const [name, text] of Object.entries(record())) writeFileSync(path.join(__dirname, name), text)
}
