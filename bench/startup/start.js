// When is the session middleware ready in this process?
'use strict'

const path = require('node:path')

const [first, file] = process.argv.slice(2)

if (first === 'Express') require(require.resolve('express', { paths: [path.join(__dirname, '../..')] }))()

const before = performance.now()
if (file) {
  const session = require(file)
  // A store of its own, for MemoryStore warns in production.
  session({ secret: 'a secret', resave: false, saveUninitialized: false, store: new session.Store() })
}
const after = performance.now()

console.log(JSON.stringify({ ready: after - before, total: after }))
