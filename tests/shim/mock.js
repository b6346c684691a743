// How does the middleware run on plain objects, without a server?
'use strict'

// Has what express-session uses of a node:http response, `_header` and `_implicitHeader` included.
class MockResponse {
  constructor () {
    this.headers = {}
    this._header = null
  }

  getHeader (name) {
    return this.headers[name.toLowerCase()]
  }

  setHeader (name, value) {
    this.headers[name.toLowerCase()] = value
  }

  writeHead (status) {
    this._header = `HTTP/1.1 ${status}`
  }

  _implicitHeader () {
    this.writeHead(200)
  }

  write () {
    return true
  }

  end () {
    return this
  }

  // Sends the headers and gives the Set-Cookie ones among them.
  sendCookies () {
    this.writeHead(200)
    return this.headers['set-cookie'] || []
  }
}

function run (middleware, { cookie, url = '/', headers = {}, res = new MockResponse(), ...rest } = {}) {
  const req = { url, headers: cookie === undefined ? headers : { ...headers, cookie }, ...rest }
  return new Promise((resolve, reject) => {
    middleware(req, res, (error) => error ? reject(error) : resolve({ req, res }))
  })
}

module.exports = { run, MockResponse }
