'use strict'

// What may a middleware in front of session() do to a request and its response?

const onHeaders = require('on-headers')

const { describe } = require('./describe')
const headListeners = require('./head-listeners')
const { revive } = require('./values')

module.exports = {
  'req.secret': ({ req }, { value }) => { req.secret = revive(value) },
  'req.cookies from the jar': context => { context.req.cookies = { [context.run.cookieName]: context.run.jar.value() } },
  'req.signedCookies from the jar': context => { context.req.signedCookies = { [context.run.cookieName]: context.run.jar.id() } },
  'odd req.cookies': context => { context.req.cookies = { [context.run.cookieName]: 's:forged.text' } },
  'odd req.signedCookies': context => { context.req.signedCookies = { [context.run.cookieName]: 7 } },
  'hide the Cookie header': ({ req }) => { delete req.headers.cookie },
  originalUrl: ({ req }, { value }) => { req.originalUrl = value },
  'req.secure': ({ req }) => { Object.defineProperty(req, 'secure', { value: true, configurable: true }) },
  'encrypted socket': ({ req }) => { req.socket.encrypted = true },
  'req.session already': ({ req }) => { req.session = { earlier: true } },
  'null req.session already': ({ req }) => { req.session = null },
  'earlier on-headers listener': context => onHeaders(context.res, () => headListeners.looks(context)),
  'res.writeHead wrapped': ({ res, log }) => {
    const writeHead = res.writeHead
    res.writeHead = function (...args) {
      log('beneath', `writeHead ${describe(args)}, Set-Cookie ${describe(res.getHeader('Set-Cookie'))}`)
      return writeHead.apply(this, args)
    }
  }
}
