// How are results written for people?
'use strict'

/**
 * What a section found.
 * @typedef {object} Section
 * @property {string} name
 * @property {Part[]} parts
 *
 * One question and its answer.
 * @typedef {object} Part
 * @property {string} question
 * @property {string[]} [how] how it was measured
 * @property {string[]} columns
 * @property {string[][]} rows
 * @property {{ text: string, met: boolean }[]} [goals]
 * @property {string[]} [notes]
 */

/** @param {Part} part */
function partText ({ question, how = [], columns, rows, goals = [], notes = [] }) {
  return [
    question,
    ...how.map((line) => `  ${line}`),
    '',
    ...tableLines([columns, ...rows]),
    '',
    ...notes.map((line) => `  ${line}`),
    ...goals.map(({ text, met }) => `  ${met ? 'PASS' : 'FAIL'}  ${text}`),
    ''
  ].join('\n')
}

/** The first column is text, the others are figures. */
function tableLines (rows) {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)))
  const line = (row) => ('  ' + row.map((cell, column) =>
    column === 0 ? cell.padEnd(widths[0]) : cell.padStart(widths[column])).join('   ')).trimEnd()
  const [head, ...body] = rows.map(line)
  return [head, '  ' + '-'.repeat(Math.max(...rows.map((row) => line(row).length)) - 2), ...body]
}

/**
 * A figure with three digits that count.
 *
 * @param {number} value
 */
function figure (value) {
  const size = Math.abs(value)
  return value.toFixed(size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3)
}

/** @param {{ median: number, low: number, high: number }} summary */
function spread ({ median, low, high }) {
  return `${figure(median)} (${figure(low)}-${figure(high)})`
}

/** @param {number} value */
function ratio (value) {
  return value.toFixed(2)
}

module.exports = { figure, partText, ratio, spread }
