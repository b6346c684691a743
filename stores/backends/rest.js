// A REST server of a few lines, as restsession's README asks for one.
'use strict'

const http = require('node:http')
const { freePort } = require('./program')

module.exports = {
  title: 'a REST server of our own',
  kind: 'real server',
  sharing: 'live',

  async start () {
    const sessions = new Map()
    const port = await freePort()
    const server = http.createServer(async (req, res) => {
      const id = req.url.slice(1)
      const body = Buffer.concat(await req.toArray()).toString()
      if (req.method === 'POST') sessions.set(id, body)
      if (req.method === 'DELETE') id ? sessions.delete(id) : sessions.clear()
      const found = id ? sessions.get(id) : `[${[...sessions.values()].join()}]`
      const text = req.method === 'GET' ? found : '{"status":"OK"}'
      res.writeHead(text ? 200 : 404, { 'content-type': 'application/json' }).end(text)
    })
    await new Promise((resolve) => server.listen(port, '127.0.0.1', resolve))
    return {
      async fresh () {
        sessions.clear()
        return { url: `http://127.0.0.1:${port}` }
      },
      record: async (_place, id) => sessions.get(id.padEnd(32, '0')),
      async stop () {
        server.close().closeAllConnections()
      }
    }
  }
}
