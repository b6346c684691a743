// An emulator of Firebase's realtime database, in memory.
'use strict'

const path = require('node:path')
const { startProgram, startedAgain } = require('./program')

const packages = { 'firebase-server': '1.1.0', firebase: '8.10.1' }

module.exports = {
  title: 'firebase-server for Firebase',
  kind: 'emulator',
  sharing: 'live',
  packages,

  version: async () => packages['firebase-server'],

  async start (folder, tree) {
    return startedAgain(
      (port) => startProgram(process.execPath, [path.join(__dirname, 'servers', 'firebase.js'), tree, port], { port, cwd: folder }),
      (port) => ({
        url: `http://127.0.0.1:${port}?ns=lab`,
        environment: { FIREBASE_DATABASE_EMULATOR_HOST: `127.0.0.1:${port}`, GCLOUD_PROJECT: 'lab' }
      })
    )
  }
}
