// How does a Fastify application keep sessions?
'use strict'

const fastifyCookie = require('@fastify/cookie')
const fastifySession = require('@fastify/session')
const createFastify = require('fastify')
const { secret } = require('../measure/visitors')
const { heldStore } = require('./held-store')

async function application (register) {
  const app = createFastify()
  await register?.(app)
  app.get('/login', async (request) => {
    if (register) for (const [name, value] of Object.entries(request.raw.login)) request.session.set(name, value)
    return { signedIn: true }
  })
  app.get('/account', async (request) => {
    if (register && !request.session.get('user')) throw new Error('the session was lost')
    return { signedIn: true, orders: 3 }
  })
  await app.ready()
  return app.routing
}

module.exports = [{
  name: '@fastify/session',
  framework: { name: 'Fastify', bare: () => application() },
  keeps: 'a signed id in the cookie, data in a store',
  create: () => application(async (app) => {
    await app.register(fastifyCookie)
    await app.register(fastifySession, {
      secret, cookie: { secure: false }, saveUninitialized: false, rolling: false, store: new (heldStore())()
    })
  })
}]
