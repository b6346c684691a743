// What does a server write to its sockets, and when does a client get it?
'use strict'

const http = require('node:http')
const net = require('node:net')
const { once } = require('node:events')
const RecordingStore = require('./recording-store')

/** A store that answers after `ms`, and notes of each answer what had been written to sockets by then. */
class SlowStore extends RecordingStore {
  constructor (ms = 100) {
    super()
    this.ms = ms
    this.wire = { writes: [], received: 0 }
    this.writtenBefore = []
  }

  set (id, data, callback) { super.set(id, data, this.later(callback)) }

  touch (id, data, callback) { super.touch(id, data, this.later(callback)) }

  destroy (id, callback) { super.destroy(id, this.later(callback)) }

  later (callback) {
    return (error) => setTimeout(() => {
      this.writtenBefore.push([this.wire.writes.length, this.wire.received])
      callback(error)
    }, this.ms)
  }
}

/**
 * Serves on raw sockets. `writes` has the bytes of every call of `_write` or `_writev` of a server's socket, `received`
 * counts what clients got.
 */
async function serveOnWire (t, listener, options = {}) {
  const wire = { writes: [], received: 0 }
  const server = http.createServer(options, listener)
  server.on('connection', (socket) => {
    const { _write, _writev } = socket
    socket._write = function (chunk, encoding, callback) {
      wire.writes.push(Buffer.from(chunk, encoding).toString('latin1'))
      return _write.call(this, chunk, encoding, callback)
    }
    socket._writev = function (chunks, callback) {
      wire.writes.push(chunks.map(({ chunk, encoding }) => Buffer.from(chunk, encoding).toString('latin1')).join(''))
      return _writev.call(this, chunks, callback)
    }
  })
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.after(() => {
    server.closeAllConnections()
    return new Promise((resolve) => server.close(resolve))
  })
  const { port } = server.address()

  /** Sends a request on a connection of its own, and gives all that came until the server closed it, as text. */
  async function ask (path, { method = 'GET', headers = {} } = {}) {
    const socket = net.connect(port, '127.0.0.1')
    const lines = Object.entries({ Host: 'localhost', Connection: 'close', ...headers }).map(([name, value]) => `${name}: ${value}\r\n`)
    socket.write(`${method} ${path} HTTP/1.1\r\n${lines.join('')}\r\n`)
    let text = ''
    socket.setEncoding('latin1').on('data', (part) => {
      wire.received += part.length
      text += part
    })
    await once(socket, 'close')
    return text
  }

  return Object.assign(wire, { port, server, ask })
}

/** The body of an answer as `ask` gives it; undefined where it is cut. */
function bodyOf (text) {
  const [head, ...rest] = text.split('\r\n\r\n')
  let body = rest.join('\r\n\r\n')
  const length = /^content-length: (\d+)/im.exec(head)
  if (length) return body.length === Number(length[1]) ? body : undefined
  if (!/^transfer-encoding: chunked/im.test(head)) return body
  let whole = ''
  while (body) {
    const size = /^([0-9a-f]+)\r\n/i.exec(body)
    if (!size) return undefined
    const start = size[0].length
    const end = start + Number.parseInt(size[1], 16)
    whole += body.slice(start, end)
    if (end === start) return body.slice(end) === '\r\n' ? whole : undefined
    body = body.slice(end + 2)
  }
  return undefined
}

module.exports = { SlowStore, serveOnWire, bodyOf }
