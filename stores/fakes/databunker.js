// In place of Databunker's server: the three requests that its session store sends.
'use strict'

const http = require('node:http')
const Shelf = require('./shelf')

/** Resolves to the address at which it answers for as long as the process runs. */
function databunker (place) {
  const shelf = new Shelf(place)
  const server = http.createServer(async (req, res) => {
    const id = req.url.split('/').at(-1)
    const body = Buffer.concat(await req.toArray()).toString()
    if (req.method === 'POST') shelf.put(id, body)
    if (req.method === 'DELETE') shelf.remove(id)
    const text = shelf.get(id)
    const isMissing = req.method === 'GET' && text === undefined
    res.writeHead(isMissing ? 404 : 200, { 'content-type': 'application/json' })
    res.end(isMissing ? '{"status":"error","message":"not found"}' : `{"status":"ok","data":${text ?? null}}`)
  })
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve(`http://127.0.0.1:${server.address().port}`)).unref()
  })
}

module.exports = databunker
