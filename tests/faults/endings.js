// In which ways does an application end a response?
'use strict'

const { Readable } = require('node:stream')

const TEXT = 'All work and no play makes Jack a dull boy.'

/**
 * @typedef {object} Ending
 * @property {string} name
 * @property {(res: any, ended: () => void) => void} end `ended` is for the callback of `res.end`
 * @property {'http' | 'express' | 'http2'} [server] default: http
 * @property {string} [method] default: GET
 * @property {boolean} [callsBack] whether `end` passes `ended` on
 * @property {boolean} [sendsEarly] whether headers go out before `res.end` is called
 * @property {boolean} [isAborted] whether the client goes away before the end
 */

const pause = () => new Promise((resolve) => setTimeout(resolve, 1))

const end = (res) => res.end(TEXT)
const writeAndEnd = (res) => {
  res.write(TEXT)
  res.end(TEXT)
}
const pipe = (res) => Readable.from([TEXT, TEXT, TEXT]).pipe(res)
const events = async (res) => {
  res.writeHead(200, { 'Content-Type': 'text/event-stream' })
  res.flushHeaders()
  for (const event of ['one', 'two', 'three']) {
    res.write(`data: ${event}\n\n`)
    await pause()
  }
  res.end()
}

/** @type {Ending[]} */
const endings = [
  { name: 'end()', end: (res) => res.end() },
  { name: 'end(text)', end },
  { name: 'end(cb)', callsBack: true, end: (res, ended) => res.end(ended) },
  { name: 'end(text,enc,cb)', callsBack: true, end: (res, ended) => res.end(TEXT, 'utf8', ended) },
  { name: 'Content-Length', callsBack: true, end: (res, ended) => res.setHeader('Content-Length', TEXT.length).end(TEXT, ended) },
  { name: 'write+end', sendsEarly: true, end: writeAndEnd },
  { name: 'pipe', sendsEarly: true, end: pipe },
  { name: 'writeHead', sendsEarly: true, end: (res) => res.writeHead(201, { 'X-Made': 'yes' }).end(TEXT) },
  { name: 'flushHeaders', sendsEarly: true, end: (res) => { res.flushHeaders(); res.end(TEXT) } },
  { name: 'HEAD', method: 'HEAD', end },
  { name: '204', end: (res) => { res.statusCode = 204; res.end() } },
  { name: '304', end: (res) => { res.statusCode = 304; res.setHeader('ETag', '"1"'); res.end() } },
  { name: 'SSE', sendsEarly: true, end: events },
  { name: 'abort', isAborted: true, end },
  { name: 'Express send', server: 'express', end: (res) => res.send(TEXT) },
  { name: 'Express redirect', server: 'express', end: (res) => res.redirect('/elsewhere') },
  { name: 'HTTP/2 end', server: 'http2', callsBack: true, end: (res, ended) => res.end(TEXT, ended) },
  { name: 'HTTP/2 write+end', server: 'http2', sendsEarly: true, end: writeAndEnd },
  { name: 'HTTP/2 pipe', server: 'http2', sendsEarly: true, end: pipe },
  { name: 'HTTP/2 HEAD', server: 'http2', method: 'HEAD', end },
  { name: 'HTTP/2 SSE', server: 'http2', sendsEarly: true, end: events },
  { name: 'HTTP/2 abort', server: 'http2', isAborted: true, end }
]

module.exports = { endings }
