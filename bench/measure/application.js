// How does an application answer requests of one scenario, with a session middleware and without?
'use strict'

const { createHmac } = require('node:crypto')
const { Socket, request, respond, response } = require('./exchange')
const { benchStore } = require('./store')
const { id, secret, signedId } = require('./visitors')

/**
 * A lane of `takeTurns` that answers requests through a session middleware.
 *
 * @param {Function} session `express-session` or a module like it
 * @param {import('./scenarios').Scenario} scenario
 */
function withSessions (session, scenario) {
  const Store = benchStore(session.Store)
  const store = new Store(id, JSON.stringify(scenario.session))
  const middleware = session({ ...scenario.options, store })
  const socket = new Socket()
  const headers = headersOf(scenario)
  let ended = 0

  function visit () {
    const req = request(socket, headers)
    const res = response(req)
    middleware(req, res, (error) => {
      if (error) throw error
      scenario.handle(req)
      respond(res)
    })
    store.answer()
    if (res.writableEnded && res._headerSent) ended++
    res.detachSocket(socket)
    return req
  }

  return {
    socket,
    store,
    visit,
    prepare (count) { store.fill(count) },
    run (count) { for (let i = 0; i < count; i++) visit() },
    check (count) {
      store.unsettled.length = 0
      if (ended !== count) throw new Error(`${scenario.name}: ${ended} of ${count} responses ended`)
      ended = 0
      for (const [method, calls] of Object.entries(scenario.calls)) {
        if (store.calls[method] !== calls * count) throw new Error(`${scenario.name}: ${store.calls[method]} ${method} calls`)
        store.calls[method] = 0
      }
    }
  }
}

/**
 * The same without a session middleware: what is to be subtracted.
 *
 * @param {import('./scenarios').Scenario} scenario
 */
function bare (scenario) {
  const socket = new Socket()
  const headers = headersOf(scenario)
  return {
    run (count) {
      for (let i = 0; i < count; i++) {
        const res = response(request(socket, headers))
        respond(res)
        res.detachSocket(socket)
      }
    }
  }
}

/**
 * The least that any server-side session in a signed cookie takes, with what node has for it and no rule whatever: the HMAC of
 * an id, a session parsed, a cookie set.
 *
 * @param {import('./scenarios').Scenario} scenario
 */
function least (scenario) {
  const socket = new Socket()
  const headers = headersOf(scenario)
  const json = JSON.stringify(scenario.session)
  const cookie = signedId()
  return {
    run (count) {
      for (let i = 0; i < count; i++) {
        const res = response(request(socket, headers))
        const signature = createHmac('sha256', secret).update(id).digest('base64')
        const session = JSON.parse(json)
        if (!session.cookie || !signature) throw new Error('there is nothing to see')
        res.setHeader('Set-Cookie', cookie)
        respond(res)
        res.detachSocket(socket)
      }
    }
  }
}

function headersOf ({ cookies }) {
  return { host: 'shop.example', accept: 'text/html', 'accept-language': 'en', cookie: cookies }
}

module.exports = { bare, least, withSessions }
