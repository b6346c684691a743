// Azurite, Microsoft's emulator of Azure's storage, in memory and telling nobody.
'use strict'

const path = require('node:path')
const { startProgram, startedAgain } = require('./program')

const packages = { azurite: '3.35.0' }

// The account and the key that every copy of the emulator has.
const account = 'devstoreaccount1'
const key = 'Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw=='

module.exports = {
  title: 'Azurite for Azure Table Storage',
  kind: 'emulator',
  sharing: 'live',
  packages,

  version: async () => packages.azurite,

  async start (folder, tree) {
    const program = path.join(tree, 'node_modules', 'azurite', 'dist', 'src', 'table', 'main.js')
    return startedAgain(
      (port) => startProgram(process.execPath, [
        program, '--tableHost', '127.0.0.1', '--tablePort', port, '--inMemoryPersistence', '--skipApiVersionCheck', '--disableTelemetry', '--silent'
      ], { port, cwd: folder }),
      (port) => ({
        environment: {
          AZURE_STORAGE_CONNECTION_STRING: [
            'DefaultEndpointsProtocol=http', `AccountName=${account}`, `AccountKey=${key}`, `TableEndpoint=http://127.0.0.1:${port}/${account}`
          ].join(';')
        }
      })
    )
  }
}
