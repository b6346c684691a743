// Does code compile that loads the module with `require` where only Node's types are installed?

import http = require('node:http')
import session = require('express-session-wasm')
import Cookie = require('express-session-wasm/session/cookie')
import MemoryStore = require('express-session-wasm/session/memory.js')

const options: session.SessionOptions = { secret: ['new', 'old'], store: new MemoryStore(), cookie: { sameSite: 'auto', secure: 'auto' } }
const withSession: session.RequestHandler = session(options)

http.createServer((req, res) => {
  const request = req as http.IncomingMessage & Express.Request
  withSession(request, res, () => {
    request.session.regenerate((error) => res.end(String(error)))
    const left: number | undefined = new Cookie({ maxAge: 1000 }).maxAge
    res.setHeader('X-Left', String(left))
  })
})
