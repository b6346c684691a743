// What is one request and its response without a network?
'use strict'

const { EventEmitter } = require('node:events')
const { IncomingMessage, ServerResponse } = require('node:http')

/**
 * Takes what node:http writes and forgets it, unless `heard` is an array.
 */
class Socket extends EventEmitter {
  constructor () {
    super()
    this.writable = true
    this.remoteAddress = '127.0.0.1'
    this.heard = undefined
    // A response that ends looks here whether it has to uncork.
    this._writableState = { corked: 0 }
  }

  write (data, encoding, callback) {
    if (this.heard) this.heard.push(Buffer.from(data, typeof encoding === 'string' ? encoding : 'latin1'))
    const done = typeof encoding === 'function' ? encoding : callback
    if (done) done()
    return true
  }

  cork () {}

  uncork () {}

  setTimeout () { return this }

  destroy () {}
}

/**
 * A request as node:http makes it.
 *
 * @param {Socket} socket
 * @param {Record<string, string>} headers
 */
function request (socket, headers) {
  const req = new IncomingMessage(socket)
  req.httpVersionMajor = 1
  req.httpVersionMinor = 1
  req.httpVersion = '1.1'
  req.method = 'GET'
  req.url = '/account?tab=orders'
  req.headers = headers
  return req
}

/**
 * The response to a request, ready to be written to its socket.
 *
 * @param {IncomingMessage} req
 */
function response (req) {
  const res = new ServerResponse(req)
  // The date is the same for all who are compared, but not for all who are verified.
  res.sendDate = false
  res.assignSocket(req.socket)
  return res
}

const body = '{"signedIn":true,"orders":3}'

/** Answers as `res.json` of Express does. */
function respond (res) {
  res.setHeader('Content-Type', 'application/json; charset=utf-8')
  res.setHeader('Content-Length', body.length)
  res.end(body)
}

module.exports = { Socket, request, respond, response }
