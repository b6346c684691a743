// pouchdb-server, which speaks CouchDB's protocol, in memory.
'use strict'

const { mkdtempSync } = require('node:fs')
const http = require('node:http')
const path = require('node:path')
const { freePort, startProgram } = require('./program')

const packages = { 'pouchdb-server': '4.2.0' }
const administrator = { user: 'lab', password: 'lab' }

module.exports = {
  title: 'pouchdb-server for CouchDB',
  kind: 'emulator',
  sharing: 'live',
  packages,

  version: async () => packages['pouchdb-server'],

  async start (folder, tree) {
    const program = path.join(tree, 'node_modules', 'pouchdb-server', 'bin', 'pouchdb-server')
    let server, proxy

    async function stop () {
      proxy?.close().closeAllConnections()
      await server?.stop()
    }

    return {
      async fresh () {
        await stop()
        const hidden = await freePort()
        const cwd = mkdtempSync(path.join(folder, 'run-'))
        server = await startProgram(
          process.execPath, [program, '--in-memory', '--port', hidden, '--host', '127.0.0.1', '--no-stdout-logs'], { port: hidden, cwd }
        )
        const port = await freePort()
        proxy = await revisionsAsTags(hidden, port)
        return { port, ...administrator, url: `http://127.0.0.1:${port}` }
      },
      async record ({ url }, id) {
        for (const name of await json(`${url}/_all_dbs`)) {
          const { rows } = await json(`${url}/${name}/_all_docs?include_docs=true`)
          const record = rows?.map(({ doc }) => JSON.stringify(doc)).find((text) => text.includes(id))
          if (record) return record
        }
        return undefined
      },
      stop
    }
  }
}

// CouchDB sends a document's revision as its ETag, which a store relies on; pouchdb-server sends a hash of the answer.
async function revisionsAsTags (hidden, port) {
  const proxy = http.createServer((req, res) => {
    const { url, headers } = req
    // Only an answer with a body names the revision.
    const method = req.method === 'HEAD' ? 'GET' : req.method
    const forwarded = http.request({ port: hidden, host: '127.0.0.1', method, path: url, headers }, async (answer) => {
      const body = Buffer.concat(await answer.toArray())
      const revision = /"_?rev":"(\d+-[^"]+)"/.exec(body)?.[1]
      res.writeHead(answer.statusCode, { ...answer.headers, ...revision && { etag: `"${revision}"` } })
      res.end(body)
    })
    forwarded.on('error', () => res.destroy())
    req.pipe(forwarded)
  })
  await new Promise((resolve) => proxy.listen(port, '127.0.0.1', resolve))
  return proxy
}

async function json (url) {
  return (await fetch(url)).json()
}
