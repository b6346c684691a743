// How is a table of faults read?
'use strict'

/**
 * @param {import('./table').Table} table
 * @returns {string}
 */
function print ({ title, columns, rows }) {
  const letters = columns.map((name, index) => String.fromCharCode('a'.charCodeAt(0) + index))
  const wide = Math.max(...rows.map(({ name }) => name.length))
  const narrow = Math.max(...rows.flatMap(({ cells }) => cells.map((cell) => cell.length)))
  const line = (name, cells) => [name.padEnd(wide), ...cells.map((cell) => cell.padEnd(narrow))].join('  ').trimEnd()
  const good = rows.flatMap(({ cells }) => cells).filter((cell) => cell === 'ok').length

  return [
    `${title}: ok, or the first trouble`,
    columns.map((name, index) => `${letters[index]} ${name}`).join(', '),
    line('', letters),
    ...rows.map(({ name, cells }) => line(name, cells)),
    `${good} of ${rows.length * columns.length} ok`,
    ''
  ].join('\n')
}

module.exports = { print }
