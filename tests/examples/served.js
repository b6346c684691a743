'use strict'

// Where does an app answer while a test runs?

const http = require('node:http')
const listen = require('../kit/listen')

async function served (t, app) {
  return `http://127.0.0.1:${await listen(t, http.createServer(app))}/`
}

module.exports = { served }
