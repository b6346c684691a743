// How does a worker of workerd serve the applications? A port is there only the name of a server.

import http from 'node:http'
import { httpServerHandler } from 'cloudflare:node'
import { makeListener } from './listener.mjs'

const port = 8080
http.createServer(makeListener()).listen(port)

export default httpServerHandler({ port })
