// An emulator of Firebase's realtime database from a tree, on a port: node firebase.js TREE PORT
'use strict'

const { createRequire } = require('node:module')
const [, , tree, port] = process.argv

const requireThere = createRequire(`${tree}/package.json`)

// Google's administration client presents this word to emulators in place of a token.
const tokens = requireThere('jwt-simple')
const { decode } = tokens
tokens.decode = (token, ...rest) => token === 'owner' ? { admin: true } : decode(token, ...rest)

const FirebaseServer = requireThere('firebase-server')
new FirebaseServer(Number(port), '127.0.0.1', {})
