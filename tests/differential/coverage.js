'use strict'

// What did a run try, and what came of it?

// loads every file that has a table
require('./scenario')
const leftOut = require('./left-out')
const { tables } = require('./tables')

class Coverage {
  constructor () {
    this.picks = new Map(tables.map(table => [table.name, new Map(table.rows.map(row => [row.label, 0]))]))
    this.outcomes = new Map()
  }

  picked (table, label) {
    const counts = this.picks.get(table)
    counts.set(label, counts.get(label) + 1)
  }

  // From one side's log: kinds of entries, store methods, statuses, cookies set.
  saw (entries) {
    for (const [, what, text] of entries) {
      this.count(what)
      if (what === 'store') this.count(`store.${text.split(' ', 1)[0]}`)
      if (what === 'response') {
        this.count(text.startsWith('unfinished') ? 'no response' : `status ${/ (\d{3}) /.exec(text)?.[1] ?? 'none'}`)
        if (/\\r\\nSet-Cookie: [^\\]*s%3A/i.test(text)) this.count('session cookie set')
      }
    }
  }

  count (outcome) {
    this.outcomes.set(outcome, (this.outcomes.get(outcome) ?? 0) + 1)
  }

  // What was seen, and what was never tried; with `everything` also how often each choice was made, and what is no choice.
  lines (everything) {
    const counted = [...this.picks].map(([table, counts]) => `${table}: ${listed(counts)}`)
    const never = [...this.picks].flatMap(([table, counts]) =>
      [...counts].filter(([, count]) => count === 0).map(([label]) => `${table} ${label}`))
    return [
      ...everything ? [...counted, ...leftOut.map(([what, why]) => `left out: ${what}, because: ${why}`)] : [],
      `seen: ${listed([...this.outcomes].sort())}`,
      `never tried: ${never.length === 0 ? 'nothing' : never.join(', ')}`
    ]
  }
}

function listed (counts) {
  return [...counts].map(([label, count]) => `${label} ${count}`).join(', ')
}

module.exports = { Coverage }
