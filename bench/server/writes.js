// How often is a socket of the server written to? Each time is a system call, and mostly a packet.
'use strict'

const net = require('node:net')

/**
 * Counts from now on, for all sockets that a server of this process accepts. What a stream gathers while it is corked is one
 * write, of several chunks.
 */
function countWrites () {
  const counted = { writes: 0 }
  for (const method of ['_write', '_writev']) {
    const write = net.Socket.prototype[method]
    net.Socket.prototype[method] = function (...args) {
      // Those of a client, as a store has, were not accepted by a server.
      if (this.server) counted.writes++
      return write.apply(this, args)
    }
  }
  return counted
}

module.exports = { countWrites }
