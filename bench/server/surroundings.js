// What else does an application put before its handlers? Twenty middlewares, of the kinds that are found around sessions.
'use strict'

const cookieParser = require('cookie-parser')

/**
 * Four body parsers and sixteen middlewares that do little but leave something on the request, the response or its headers,
 * as logging, security headers, passport or flash messages do.
 *
 * @param {any} express version 4 or 5
 */
function surroundings (express) {
  let requests = 0
  const before = [
    (req, res, next) => { req.id = `r-${++requests}`; res.setHeader('X-Request-Id', req.id); next() },
    (req, res, next) => { req._startAt = process.hrtime(); req._startTime = new Date(); next() },
    (req, res, next) => { req.log = { id: req.id, lines: [] }; res.log = req.log; next() },
    (req, res, next) => {
      res.setHeader('Content-Security-Policy', "default-src 'self'")
      res.setHeader('Strict-Transport-Security', 'max-age=31536000; includeSubDomains')
      res.setHeader('X-Content-Type-Options', 'nosniff')
      res.setHeader('X-Frame-Options', 'SAMEORIGIN')
      next()
    },
    (req, res, next) => { res.setHeader('Access-Control-Allow-Origin', '*'); res.vary('Origin'); next() },
    (req, res, next) => { req.clientIp = req.ip; next() },
    cookieParser(),
    express.json(),
    express.urlencoded({ extended: false }),
    express.text(),
    express.raw()
  ]
  const after = [
    (req, res, next) => { req.locale = req.acceptsLanguages('en', 'de') || 'en'; req.t = (key) => key; next() },
    (req, res, next) => { req.device = /mobile/i.test(req.headers['user-agent']) ? 'phone' : 'desktop'; next() },
    (req, res, next) => {
      req.logIn = req.login = signIn
      req.logOut = req.logout = signOut
      req.isAuthenticated = isAuthenticated
      req._passport = { instance: express }
      req.user = req.session?.user
      next()
    },
    (req, res, next) => { req.csrfToken = () => `t-${req.id}`; next() },
    (req, res, next) => { req.flash = (message) => req.log.lines.push(message); next() },
    (req, res, next) => { req.features = { basket: true, search: false }; next() },
    (req, res, next) => { req.rateLimit = { limit: 100, used: 1 }; res.setHeader('RateLimit-Limit', '100'); next() },
    (req, res, next) => { res.locals.user = req.user; res.locals.locale = req.locale; next() },
    (req, res, next) => { res.page = (name) => res.send(name); next() }
  ]
  return { before, after }
}

function signIn (user) {
  this.user = user
}

function signOut () {
  this.user = undefined
}

function isAuthenticated () {
  return this.user !== undefined
}

module.exports = { surroundings }
