// Which blocks of code does README.md show, and what does each need to run?
'use strict'

const fs = require('node:fs')
const path = require('node:path')

const text = fs.readFileSync(path.join(__dirname, '..', '..', 'README.md'), 'utf8')

/**
 * A block of code. `surroundings` is the word behind the language: nothing for a whole program, `app` for statements that
 * have `app` and `session`, `handler` for the body of a handler.
 * @typedef {{ language: string, surroundings: string, source: string, title: string }} Block
 */

/** @type {Block[]} */
const blocks = []
const headings = [...text.matchAll(/^#+ (.+)$/gm)]

for (const fence of text.matchAll(/^( *)```(\w+)(?: (\w+))?\n(.*?)\n\1```$/gms)) {
  const [, indent, language, surroundings = '', source] = fence
  const heading = headings.findLast(({ index }) => index < fence.index)
  const line = text.slice(0, fence.index).split('\n').length
  blocks.push({ language, surroundings, source: source.replaceAll(`\n${indent}`, '\n'), title: `${heading[1]} (line ${line})` })
}

module.exports = { blocks, text }
