// How does a worker of workerd serve the applications? A port is there only the name of a server.

import http from 'node:http'
import { httpServerHandler } from 'cloudflare:node'
import { answer } from './answers.js'
import { makeListener } from './listener.js'
import { packages } from './packages.mjs'

const port = 8080
http.createServer(makeListener(answer, packages())).listen(port)

export default httpServerHandler({ port })
