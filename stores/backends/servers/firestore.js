// A Firestore emulator from a tree, on a port: node firestore.js TREE PORT
'use strict'

const { createRequire } = require('node:module')
const [, , tree, port] = process.argv

const { FirestoreServer } = createRequire(`${tree}/package.json`)('@firestore-emulator/server')

new FirestoreServer().start(Number(port))
