// How does a Koa application keep sessions?
'use strict'

const Koa = require('koa')
const createSession = require('koa-session')
const { secret } = require('../measure/visitors')
const { heldStore } = require('./held-store')

function application (use) {
  const app = new Koa()
  app.keys = [secret]
  app.on('error', (error) => { throw error })
  use?.(app)
  app.use((ctx) => {
    if (use) {
      if (ctx.path === '/login') Object.assign(ctx.session, ctx.req.login)
      else if (!ctx.session.user) throw new Error('the session was lost')
    }
    ctx.body = { signedIn: true, orders: 3 }
  })
  return app.callback()
}

/** koa-session's stores answer with promises. */
function promising (store) {
  return {
    get: async (id) => JSON.parse(store.texts.get(id) ?? 'null'),
    set: async (id, session) => { store.texts.set(id, JSON.stringify(session)) },
    destroy: async (id) => { store.texts.delete(id) }
  }
}

module.exports = [{
  name: 'koa-session',
  framework: { name: 'Koa', bare: async () => application() },
  keeps: 'an id in the cookie, signed with SHA-1, data in a store',
  create: async () => application((app) => {
    const use = createSession.createSession ?? createSession.default ?? createSession
    app.use(use({ store: promising(new (heldStore())()) }, app))
  })
}]
