// Which sites does the browser visit? One with sessions, over HTTPS and HTTP, and others that link to it, post to it and embed it.
'use strict'

const http = require('node:http')
const https = require('node:https')
const express = require('express')
const session = require('../tests/module-under-test')
const { certificate } = require('../tests/shim/app')
const listen = require('../tests/kit/listen')

const APP = 'app.test'

/**
 * @param {import('node:test').TestContext} t
 * @param {object} options of the sessions
 * @param {(app: express.Express) => void} [addPages] to the application
 */
async function openSites (t, options, addPages) {
  // Cookie headers that the application was sent, by the path of the request.
  const sent = new Map()

  const app = express()
  app.use((req, res, next) => `.${req.hostname}`.endsWith(`.${APP}`) ? next() : foreignPage(req, res))
  app.use((req, res, next) => {
    sent.set(req.path, req.headers.cookie ?? '')
    next()
  })
  app.use(session({ secret: 'of the browser', resave: false, saveUninitialized: false, ...options }))
  app.get('/account/begin', (req, res) => {
    req.session.views = (req.session.views ?? 0) + 1
    answer(res, `<p>${req.session.views}</p>`)
  })
  addPages?.(app)
  // Any other page leaves the session, and so the cookie, alone.
  app.use((req, res) => answer(res, '<p>Nothing new</p>'))

  const ports = {
    https: await listen(t, https.createServer(certificate(), app)),
    http: await listen(t, http.createServer(app))
  }
  return {
    sent,
    at: (place, host = APP, scheme = 'https') => `${scheme}://${host}:${ports[scheme]}${place}`
  }
}

/** What another site can do with an application: embed it, link to it, post to it, or show an image of it. */
function foreignPage ({ path, query: { target } }, res) {
  if (path === '/embedding') return answer(res, `<iframe src="${target}"></iframe>`)
  answer(res, `
    <a href="${target}/link">follow</a>
    <form method="post" action="${target}/form"><button>send</button></form>
    <img src="${target}/image" alt="">
    <iframe src="${target}/frame"></iframe>`)
}

/** Sends a page that no cache keeps, and that makes the browser ask for nothing else. */
function answer (res, content) {
  res.set('Cache-Control', 'no-store')
  res.send(`<!doctype html><title>A page</title><link rel="icon" href="data:,">${content}`)
}

module.exports = { answer, openSites }
