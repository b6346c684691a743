// How many bytes does one request hold between the session middleware and its end?
'use strict'

const { Socket, request, response } = require('../measure/exchange')
const { sides } = require('../measure/sides')
const { browserCookie, cookieHeader, largeSession, secret, signedId } = require('../measure/visitors')

const COUNT = 2000
const side = sides.find(({ name }) => name === process.argv[2])
const json = JSON.stringify({ cookie: browserCookie, ...largeSession })

function main () {
  const middleware = side
    ? side.session({ secret, resave: false, saveUninitialized: false, store: new (storeOf(side.session.Store))() })
    : (req, res, next) => next()
  // What is compiled and cached now is not held by requests.
  hold(middleware, 200)
  global.gc()
  const before = process.memoryUsage().heapUsed
  const held = hold(middleware, COUNT)
  global.gc()
  const after = process.memoryUsage().heapUsed
  if (held.length !== COUNT) throw new Error('a request is missing')
  process.send((after - before) / COUNT, () => process.disconnect())
}

function hold (middleware, count) {
  return Array.from({ length: count }, () => {
    const req = request(new Socket(), { host: 'shop.example', cookie: cookieHeader(signedId()) })
    const res = response(req)
    let waiting = false
    middleware(req, res, () => { waiting = true })
    if (!waiting || (side && req.session.cart.length !== 100)) throw new Error('the session did not arrive')
    return { req, res }
  })
}

function storeOf (Store) {
  return class extends Store {
    get (id, callback) {
      callback(null, JSON.parse(json))
    }
  }
}

main()
