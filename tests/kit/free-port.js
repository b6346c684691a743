// Which port of the loopback interface is free?
'use strict'

const { once } = require('node:events')
const net = require('node:net')

/** @param {(port: number) => boolean} [suits] */
async function freePort (suits = () => true) {
  for (;;) {
    const server = net.createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address()
    server.close()
    await once(server, 'close')
    if (suits(port)) return port
  }
}

module.exports = { freePort }
