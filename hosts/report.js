// How do results read as tables?
'use strict'

const { visits } = require('./visits')

/**
 * What is known of a host, a bundler or a runner of tests.
 *
 * @typedef {object} Row
 * @property {'hosts' | 'bundles' | 'tests'} table
 * @property {string} label
 * @property {string} [version]
 * @property {string} [lacks] why there is nothing more to say
 * @property {{ name: string, ok: boolean, lacks?: string, error?: string }[]} [visits]
 * @property {{ wholeMs: number, ownMs?: number }} [start]
 * @property {number} [passed]
 * @property {number} [failed]
 */

const tables = ['hosts', 'bundles', 'tests']

/**
 * @param {string} name of a table
 * @param {Row[]} found rows of this and of other tables
 */
function tableText (name, found) {
  const rows = found.filter(({ table }) => table === name)
  if (name === 'tests') return testTable(rows)
  return name === 'hosts' ? hostTable(rows) : bundleTable(rows)
}

/** The text of RESULTS.md. */
function report ({ machine, sizes, rows }) {
  return `# Where it works

Made by \`npm run hosts\`; what the columns mean is in [README.md](README.md). ${machine}.
The wasm module has ${sizes.wasmBytes} bytes, the packed package ${sizes.tarballBytes}.

## Hosts

${tableText('hosts', rows)}

## Bundles

${tableText('bundles', rows)}

## Tests

${tableText('tests', rows)}
`
}

/** What went wrong in a row, in words. A runner that ran no test did not succeed. */
function faults ({ table, lacks, error, visits: paid = [], ok = true, passed, failed, output }) {
  if (error) return [error]
  if (table === 'tests' && !lacks && !(ok && passed > 0 && failed === 0)) return [output]
  return paid.filter((visit) => !visit.ok).map((visit) => `${visit.name}: ${visit.error}`)
}

function hostTable (rows) {
  const header = ['host', 'version', ...visits.map(({ name }) => name), 'start', 'of it ours']
  return visitTable(header, rows, ({ start }) => [milliseconds(start?.wholeMs), milliseconds(start?.ownMs)])
}

function bundleTable (rows) {
  return visitTable(['bundler', 'version', ...visits.map(({ name }) => name)], rows, () => [])
}

function testTable (rows) {
  const lines = rows.map(({ label, version = '', lacks, passed, failed }) => (
    lacks ? [label, version, `not run: ${lacks}`] : [label, version, String(passed), String(failed)]
  ))
  return markdown(['runner', 'version', 'passed', 'failed'], lines)
}

function visitTable (header, rows, moreCells) {
  const reasons = []
  const lines = rows.map((row) => {
    if (!row.visits) return [row.label, row.version ?? '', `not run: ${row.lacks}`]
    const cells = row.visits.map(({ ok, lacks }) => lacks ? `– ${noteFor(lacks, reasons)}` : ok ? 'yes' : '**no**')
    return [row.label, row.version, ...cells, ...moreCells(row)]
  })
  const notes = reasons.map((reason, index) => `(${index + 1}) ${reason}.`)
  return [markdown(header, lines), ...notes].join('\n\n')
}

function noteFor (reason, reasons) {
  if (!reasons.includes(reason)) reasons.push(reason)
  return `(${reasons.indexOf(reason) + 1})`
}

function milliseconds (value) {
  return value === undefined ? '–' : `${value.toFixed(0)} ms`
}

function markdown (header, lines) {
  const rows = [header, ...lines].map((line) => header.map((_, column) => line[column] ?? ''))
  const widths = header.map((_, column) => Math.max(3, ...rows.map((row) => row[column].length)))
  const [first, ...rest] = rows.map((row) => `| ${row.map((cell, column) => cell.padEnd(widths[column])).join(' | ')} |`)
  return [first, `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`, ...rest].join('\n')
}

module.exports = { faults, report, tables, tableText }
