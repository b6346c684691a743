// dynalite, an emulator of DynamoDB, in memory.
'use strict'

const path = require('node:path')
const { startProgram, startedAgain } = require('./program')

const packages = { dynalite: '4.0.0' }

module.exports = {
  title: 'dynalite for DynamoDB',
  kind: 'emulator',
  sharing: 'live',
  packages,

  version: async () => packages.dynalite,

  async start (folder, tree) {
    const program = path.join(tree, 'node_modules', 'dynalite', 'cli.js')
    // AWS's clients want keys, though nobody looks at them here.
    const environment = { AWS_ACCESS_KEY_ID: 'lab', AWS_SECRET_ACCESS_KEY: 'lab', AWS_REGION: 'us-east-1' }
    return {
      ...startedAgain(
        (port) => startProgram(process.execPath, [program, '--port', port, '--createTableMs', '0'], { port, cwd: folder }),
        (port) => ({ port, endpoint: `http://127.0.0.1:${port}`, environment })
      ),
      async record ({ port }, id) {
        for (const table of (await ask(port, 'ListTables', {})).TableNames) {
          const { Items } = await ask(port, 'Scan', { TableName: table })
          const record = Items.map((item) => JSON.stringify(item)).find((text) => text.includes(id))
          if (record) return record
        }
        return undefined
      }
    }
  }
}

async function ask (port, operation, body) {
  const response = await fetch(`http://127.0.0.1:${port}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': `DynamoDB_20120810.${operation}`,
      'x-amz-date': 'now',
      authorization: 'AWS4-HMAC-SHA256 Credential=lab, SignedHeaders=lab, Signature=lab'
    },
    body: JSON.stringify(body)
  })
  return response.json()
}
