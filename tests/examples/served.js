'use strict'

// Where does an app answer while a test runs?

const http = require('node:http')

async function served (t, app) {
  const server = http.createServer(app)
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.after(() => {
    server.closeAllConnections()
    return new Promise((resolve) => server.close(resolve))
  })
  return `http://127.0.0.1:${server.address().port}/`
}

module.exports = { served }
