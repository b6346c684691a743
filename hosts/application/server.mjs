// On which ports does a host serve the applications? Prints them as JSON when it listens.

import http from 'node:http'
import https from 'node:https'
import { makeListener } from './listener.mjs'

const { REDIS_URL, TLS_KEY, TLS_CERTIFICATE } = process.env
const listener = makeListener(REDIS_URL)

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
