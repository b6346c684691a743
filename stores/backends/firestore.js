// An emulator of Google's Firestore, in memory.
'use strict'

const path = require('node:path')
const { startProgram, startedAgain } = require('./program')

const packages = { '@firestore-emulator/server': '0.3.15' }

module.exports = {
  title: '@firestore-emulator/server for Firestore',
  kind: 'emulator',
  sharing: 'live',
  packages,

  version: async () => packages['@firestore-emulator/server'],

  async start (folder, tree) {
    return startedAgain(
      (port) => startProgram(process.execPath, [path.join(__dirname, 'servers', 'firestore.js'), tree, port], { port, cwd: folder }),
      (port) => ({ environment: { FIRESTORE_EMULATOR_HOST: `127.0.0.1:${port}`, GOOGLE_CLOUD_PROJECT: 'lab', GCLOUD_PROJECT: 'lab' } })
    )
  }
}
