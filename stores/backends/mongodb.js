// SecantusDB, a server that speaks MongoDB's protocol: MongoDB itself is in no package registry.
'use strict'

const { existsSync } = require('node:fs')
const path = require('node:path')
const { freePort, output, startProgram } = require('./program')

const version = '0.7.0b3'

module.exports = {
  title: `SecantusDB for MongoDB`,
  kind: 'compatible server',
  sharing: 'live',
  needs: 'python3 with venv and pip',
  packages: { mongodb: '6.22.0' },

  version: async () => version,

  async start (folder, tree) {
    const program = await install(tree)
    const port = await freePort()
    const server = await startProgram(program, ['--port', port, '--storage-path', ':memory:', '--standalone'], { port, cwd: folder })
    const { MongoClient } = require(path.join(tree, 'node_modules', 'mongodb'))
    const client = await MongoClient.connect(`mongodb://127.0.0.1:${port}`)
    const database = client.db('lab')
    return {
      async fresh () {
        await database.dropDatabase()
        return { port, database: 'lab', url: `mongodb://127.0.0.1:${port}/lab` }
      },
      async record (_place, id) {
        for (const { name } of await database.listCollections().toArray()) {
          const found = (await database.collection(name).find().toArray()).map((item) => JSON.stringify(item))
          const record = found.find((text) => text.includes(id))
          if (record) return record
        }
        return undefined
      },
      async stop () {
        await client.close()
        await server.stop()
      }
    }
  }
}

/** @type {Map<string, Promise<string>>} */
const installing = new Map()

function install (tree) {
  const environment = path.join(tree, 'python')
  if (!installing.has(environment)) installing.set(environment, installIn(environment))
  return installing.get(environment)
}

async function installIn (environment) {
  const program = path.join(environment, 'bin', 'secantusd-py')
  if (!existsSync(program)) {
    await output('python3', ['-m', 'venv', environment])
    await output(path.join(environment, 'bin', 'pip'), ['install', '--quiet', '--disable-pip-version-check', `secantusdb==${version}`])
  }
  return program
}
