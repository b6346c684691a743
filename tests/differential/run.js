'use strict'

// What does one module do in a scenario, written down line by line?

const { application } = require('./application')
const clock = require('./clock')
const { cookieLines } = require('./cookie-header')
const { describe } = require('./describe')
const Jar = require('./jar')
const { createStore, contents } = require('./recording-store')
const { rotate } = require('./secrets')
const { settle } = require('./server')
const { revive } = require('./values')
const { witness } = require('./witness')

// The log: [number of the request, what, text].
async function run (session, scenario, server) {
  const entries = []
  let open = true
  const cookieName = scenario.options.name || scenario.options.key || 'connect.sid'
  const state = {
    cookieName,
    jar: new Jar(cookieName),
    secret: revive(scenario.secret),
    request: null,
    savesUninitialized: savesUninitialized(scenario),
    log (what, text) {
      if (open) entries.push([state.number, what, text])
    }
  }
  state.number = 0

  clock.reset()
  witness(state.log)
  const store = createStore(session, scenario.store, state.log, method => state.request?.faults.find(fault => fault.method === method))
  try {
    server.application = application(session, scenario, state, store)
  } catch (error) {
    state.log('session() threw', describe(error))
    return entries
  }
  for (const request of scenario.requests) await runRequest(request, scenario, state, store, server, () => entries.length)
  open = false
  return entries
}

async function runRequest (request, scenario, state, store, server, activity) {
  const { log } = state
  state.number += 1
  state.request = request
  state.response = undefined
  clock.advance(request.advance)
  if (request.rotate) rotate(state.secret, request.rotate)
  if (request.change) Object.assign(state.cookie, request.change)
  if (request.emit) store?.emit?.(request.emit)

  const lines = cookieLines(request.cookie, {
    name: cookieNameOf(state),
    jar: state.jar,
    // Without options the secret is that of cookie-parser.
    secret: (scenario.whole !== 'none' && state.secret) || (scenario.parser === 'other secret' ? 'other' : 'keyboard cat'),
    plantedId: request.plantedId,
    craftedId: request.craftedId
  })
  if (request.bare) {
    callBare(request, lines, server, log)
    await settle(activity)
  } else {
    const { text, complete } = await server.exchange(requestBytes(request, lines), activity)
    await settle(activity)
    // A client does not have the cookie of an answer of which nothing has gone out.
    if (complete) state.jar.take(text)
    log('response', `${complete ? '' : 'unfinished '}${JSON.stringify(withoutDate(text))}`)
    log('res', describeResponse(state.response))
  }
  log('store holds', contents(state.sessionStore ?? store))
}

// What the option comes to where it is not given.
function savesUninitialized ({ whole, options: { saveUninitialized = true } }) {
  const isGone = whole === 'none' || '$undefined' in Object(saveUninitialized)
  return isGone || Boolean(saveUninitialized)
}

function cookieNameOf ({ cookieName }) {
  return String(cookieName)
}

function callBare ({ method, target }, lines, server, log) {
  const headers = lines.length === 0 ? {} : { cookie: lines.join('; ') }
  try {
    server.application.callBare({ method, url: target, headers })
  } catch (error) {
    log('bare call threw', describe(error))
  }
}

function requestBytes ({ method, target, version, headers }, cookies) {
  const body = method === 'POST' ? 'a=1' : ''
  const lines = [
    `${method} ${target} HTTP/${version}`,
    'Host: host.test',
    'Connection: close',
    ...headers.map(([name, value]) => `${name}: ${value}`),
    ...cookies.map(cookie => `Cookie: ${cookie}`),
    ...(body ? [`Content-Length: ${body.length}`] : [])
  ]
  return `${lines.join('\r\n')}\r\n\r\n${body}`
}

// The one header that the server writes by itself from its own clock.
function withoutDate (text) {
  return text.replace(/^Date: .*\r\n/m, '')
}

function describeResponse (res) {
  if (!res) return 'not seen'
  return `status ${res.statusCode}, head sent ${res.headersSent}, ended ${res.writableEnded}, finished ${res.writableFinished}`
}

module.exports = { run }
