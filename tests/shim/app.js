// How does a test serve one app with sessions and read the whole of its answers?
'use strict'

const fs = require('node:fs')
const http = require('node:http')
const https = require('node:https')
const path = require('node:path')
const listenAlone = require('../kit/listen')
const session = require('../module-under-test')
const { SECRET } = require('./signed-cookie')

const isReference = process.env.SESSION_MODULE === 'express-session'

// Where express-session 1.19.0 misses what we promise, the test says why and runs on ours alone.
function oursOnly (reason) {
  return { skip: isReference && `express-session 1.19.0 ${reason}` }
}

// The middleware with the settings most apps choose; a test names only what it is about.
function sessions (options) {
  return session({ secret: SECRET, resave: false, saveUninitialized: false, ...options })
}

// `handler` is a function, or functions by path. `app.nexts` holds what each call of `next` was given, `app.errors`
// those that were errors.
async function serve (t, options, handler = answerOk, { tls = false } = {}) {
  const report = { nexts: [], errors: [], failures: [] }
  const listener = listenerOf(sessions(options), handler, report)
  const server = tls
    ? https.createServer({ ...certificate(), maxHeaderSize: 1 << 20 }, listener)
    : http.createServer({ maxHeaderSize: 1 << 20 }, listener)

  return { ...await listen(t, server, report), nexts: report.nexts, errors: report.errors }
}

async function listen (t, server, report = { failures: [] }) {
  const port = await listenAlone(t, server)
  const transport = server instanceof https.Server ? https : http
  const send = async (options) => {
    const outcome = await request(transport, { port, ...options }).catch((error) => error)
    // What went wrong in the handler tells more than the answer it spoilt.
    const failure = report.failures[0] || (outcome instanceof Error && outcome)
    if (failure) throw failure
    return outcome
  }

  return {
    port,
    request: send,
    get: (url = '/', cookie) => send({ path: url, headers: cookie ? { cookie } : {} })
  }
}

function request (transport, options) {
  return new Promise((resolve, reject) => {
    const outgoing = transport.request({ host: '127.0.0.1', agent: false, rejectUnauthorized: false, ...options })
    outgoing.on('error', reject)
    // A test that waits for ever would say less.
    outgoing.setTimeout(10000, () => outgoing.destroy(new Error('no answer within 10 s')))
    outgoing.on('response', (incoming) => {
      const chunks = []
      incoming.on('data', (chunk) => chunks.push(chunk))
      incoming.on('error', reject)
      incoming.on('end', () => resolve(readAnswer(incoming, Buffer.concat(chunks))))
    })
    outgoing.end()
  })
}

function readAnswer (incoming, bytes) {
  const setCookies = incoming.headers['set-cookie'] || []
  const ours = setCookies.find((text) => /^[^=;]+=s%3A/.test(text))

  return {
    status: incoming.statusCode,
    message: incoming.statusMessage,
    headers: incoming.headers,
    rawHeaders: incoming.rawHeaders,
    trailers: incoming.trailers,
    setCookies,
    cookie: ours && ours.split(';')[0],
    bytes,
    body: bytes.toString()
  }
}

function listenerOf (middleware, handler, report) {
  return (req, res) => {
    const next = (error) => {
      report.nexts.push(error)
      if (error) {
        report.errors.push(error)
        answerError(res, error)
      } else {
        runHandler(handler, req, res, report)
      }
    }

    // Connect and Express treat a middleware that throws as one that calls next with the error.
    try {
      middleware(req, res, next)
    } catch (error) {
      next(error)
    }
  }
}

async function runHandler (handler, req, res, report) {
  try {
    const pathname = req.url.split('?')[0]
    await (typeof handler === 'function' ? handler : handler[pathname])(req, res)
  } catch (error) {
    report.failures.push(error)
    res.destroy()
  }
}

function answerOk (req, res) {
  res.end('ok')
}

function answerError (res, error) {
  if (res.headersSent) return
  res.statusCode = 500
  res.end(String(error.message || error))
}

function certificate () {
  const read = (name) => fs.readFileSync(path.join(__dirname, 'fixtures', name))
  return { key: read('key.pem'), cert: read('cert.pem') }
}

module.exports = { session, sessions, serve, listen, certificate, oursOnly, isReference }
