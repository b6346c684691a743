// What does one session module serve while experiments run? A thread of its own: two sides, two event loops, one machine.
'use strict'

const http = require('node:http')
const { parentPort, workerData } = require('node:worker_threads')
const express = require('express')
const { contestants } = require('./contestants')
const experiments = require('./experiments')

const app = express()
// Here errors are what is to be shown; Express would print them.
app.set('env', 'test')
for (const experiment of experiments) {
  for (const { key, module, options, isHere } of contestants(experiment)) {
    if (module.key === workerData && isHere) app.use(`/${experiment.name}/${key}`, experiment.app(module.session, options))
  }
}

const server = http.createServer(app)
server.listen(0, '127.0.0.1', () => parentPort.postMessage(server.address().port))
