// On which ports does a host serve the applications? Prints them as JSON when it listens.
'use strict'

const http = require('http')
const https = require('https')

function serve (listener) {
  const { TLS_KEY, TLS_CERTIFICATE } = process.env
  const servers = {
    http: http.createServer(listener),
    https: https.createServer({ key: TLS_KEY, cert: TLS_CERTIFICATE }, listener)
  }

  for (const server of Object.values(servers)) {
    server.listen(0, '127.0.0.1', () => {
      if (!Object.values(servers).every(({ listening }) => listening)) return
      const port = (name) => servers[name].address().port
      console.log(JSON.stringify({ http: port('http'), https: port('https') }))
    })
  }
}

module.exports = { serve }
