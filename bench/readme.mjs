// Where do the figures of a section stand in bench/README.md?

const begin = (name) => `<!-- figures of ${name} -->`
const end = '<!-- end -->'

/**
 * The README with what a section found in the place of what it found before.
 *
 * @param {string} readme
 * @param {string} name of the section
 * @param {string} figures
 */
export function withFigures (readme, name, figures) {
  const from = readme.indexOf(begin(name))
  const to = readme.indexOf(end, from)
  if (from < 0 || to < 0) throw new Error(`bench/README.md has no place for the figures of ${name}`)
  return `${readme.slice(0, from)}${begin(name)}\n\`\`\`\n${figures.trimEnd()}\n\`\`\`\n${readme.slice(to)}`
}
