// What became of each test of a file of Jasmine's, as lines of TAP?
//
//   node jasmine.js FOLDER FILE
'use strict'

const path = require('node:path')

const [folder, file] = process.argv.slice(2)
const Jasmine = require(require.resolve('jasmine', { paths: [folder] }))

const jasmine = new Jasmine({ projectBaseDir: folder })
jasmine.randomizeTests?.(false)
jasmine.env.clearReporters?.()
let number = 0
jasmine.addReporter({
  specDone: ({ status, fullName }) => {
    number += 1
    console.log(`${status === 'failed' ? 'not ok' : 'ok'} ${number} - ${fullName}${status === 'pending' ? ' # SKIP' : ''}`)
  }
})
jasmine.execute([path.join(folder, file)])
