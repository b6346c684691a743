// Which blocks of code do README.md and the pages of docs/ show, and what does each need to run?
'use strict'

const fs = require('node:fs')
const path = require('node:path')

const root = path.join(__dirname, '..', '..')

/** A page, by its place in the repository. @type {{ place: string, text: string }[]} */
const pages = ['README.md', ...fs.readdirSync(path.join(root, 'docs')).sort().map((name) => `docs/${name}`)]
  .map((place) => ({ place, text: fs.readFileSync(path.join(root, place), 'utf8') }))

/**
 * A block of code. `surroundings` is the word behind the language: nothing for a whole program, `app` for statements that
 * have `app` and `session`, `handler` for the body of an async handler.
 * @typedef {{ language: string, surroundings: string, source: string, title: string }} Block
 */

/** @type {Block[]} */
const blocks = pages.flatMap(({ place, text }) => blocksOf(place, text))

/** All pages in one. */
const text = pages.map((page) => page.text).join('\n')

/**
 * @param {string} place
 * @param {string} page
 * @returns {Block[]}
 */
function blocksOf (place, page) {
  const headings = [...page.matchAll(/^#+ (.+)$/gm)]
  return [...page.matchAll(/^( *)```(\w+)(?: (\w+))?\n(.*?)\n\1```$/gms)].map((fence) => {
    const [, indent, language, surroundings = '', source] = fence
    const heading = headings.findLast(({ index }) => index < fence.index)
    const line = page.slice(0, fence.index).split('\n').length
    return { language, surroundings, source: source.replaceAll(`\n${indent}`, '\n'), title: `${heading[1]} (${place}, line ${line})` }
  })
}

module.exports = { blocks, pages, text }
