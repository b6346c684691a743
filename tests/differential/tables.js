'use strict'

// What is a table of choices?
//
// A row is [weight, label] or [weight, label, value]; a label alone is its own value, and `undefined` means "leave it out".

const tables = []

function table (name, rows) {
  const made = {
    name,
    rows: rows.map(row => ({ weight: row[0], label: String(row[1]), value: row.length > 2 ? row[2] : row[1] })),
    total: rows.reduce((sum, row) => sum + row[0], 0)
  }
  tables.push(made)
  return made
}

function isTable (value) {
  return tables.includes(value)
}

module.exports = { isTable, table, tables }
