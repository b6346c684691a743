// What does the module under test do where COMPATIBILITY.md names a difference? Prints it as JSON.
'use strict'

const { differences } = require('./differences')
const Lines = require('./lines')
const { watchProcess } = require('./visit')

main()

async function main () {
  watchProcess()
  const lines = new Lines()
  await lines.open()
  const seen = {}
  for (const [entry, rows] of Object.entries(differences)) {
    seen[entry] = []
    for (const { observe } of rows) seen[entry].push(await observe(lines) ?? null)
  }
  await lines.close()
  console.log(JSON.stringify(seen))
}
