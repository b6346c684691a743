// Over which lines do requests travel, and what does a client read of an answer?
'use strict'

const http = require('node:http')
const http2 = require('node:http2')
const https = require('node:https')
const fs = require('node:fs')
const path = require('node:path')
const express = require('express')

/**
 * What became of a request.
 * @typedef {object} Outcome
 * @property {number} [status] none: the client got no answer, or not all of it
 * @property {string} [body]
 * @property {string[]} [setCookies]
 */

/** @typedef {'http' | 'https' | 'express' | 'http2'} Name */

/** Servers on one port each, and clients of theirs; `listener` answers every request. */
class Lines {
  constructor () {
    this.listener = (req, res) => res.end()
    const listen = (req, res) => this.listener(req, res)
    this.servers = {
      http: http.createServer(listen),
      https: https.createServer(certificate(), listen),
      express: http.createServer(express().use(listen)),
      http2: http2.createServer(listen)
    }
  }

  async open () {
    for (const server of Object.values(this.servers)) await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
    this.client = http2.connect(`http://127.0.0.1:${this.servers.http2.address().port}`)
    this.client.on('error', () => {})
  }

  async close () {
    this.client.destroy()
    for (const server of Object.values(this.servers)) {
      server.closeAllConnections?.()
      await new Promise((resolve) => server.close(resolve))
    }
  }

  /**
   * @param {Name} name
   * @param {{ method?: string, cookie?: string }} request
   * @returns {{ answered: Promise<Outcome>, leave: () => void }}
   */
  send (name, request) {
    return name === 'http2' ? this.sendStream(request) : this.sendRequest(name, request)
  }

  sendRequest (name, { method, cookie }) {
    const { port } = this.servers[name].address()
    const outgoing = (name === 'https' ? https : http).request({
      port, method, host: '127.0.0.1', agent: false, rejectUnauthorized: false, headers: cookie ? { cookie } : {}
    })
    const answered = new Promise((resolve) => {
      outgoing.on('error', () => resolve({}))
      outgoing.on('response', (incoming) => {
        const { statusCode: status, headers: { 'set-cookie': setCookies = [] } } = incoming
        readBody(incoming, (body) => resolve(incoming.complete ? { status, setCookies, body } : {}))
      })
    })
    outgoing.end()
    return { answered, leave: () => outgoing.destroy() }
  }

  sendStream ({ method = 'GET', cookie }) {
    const stream = this.client.request({ ':method': method, ':path': '/', ...cookie && { cookie } })
    let isLeft = false
    const answered = new Promise((resolve) => {
      let head = {}
      stream.on('response', (headers) => { head = { status: headers[':status'], setCookies: headers['set-cookie'] || [] } })
      readBody(stream, (body) => resolve(head.status && !isLeft && stream.rstCode === 0 ? { ...head, body } : {}))
    })
    const leave = () => {
      isLeft = true
      stream.close(http2.constants.NGHTTP2_CANCEL)
    }
    return { answered, leave }
  }
}

function certificate () {
  const read = (name) => fs.readFileSync(path.join(__dirname, '..', 'shim', 'fixtures', name))
  return { key: read('key.pem'), cert: read('cert.pem') }
}

function readBody (stream, done) {
  let body = ''
  stream.setEncoding('utf8')
  stream.on('error', () => {})
  stream.on('data', (text) => { body += text })
  stream.on('close', () => done(body))
}

module.exports = Lines
