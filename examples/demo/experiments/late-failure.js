// Who learns of it when the store fails at the very end, and what becomes of the connection?
'use strict'

const net = require('node:net')
const express = require('express')
const { settings } = require('./settings')

const VISITORS = 20
const SAVE_MS = 20
const PATIENCE_MS = 2000

module.exports = {
  name: 'late-failure',
  title: 'A store that fails late, on a connection that is kept',
  what: `A handler has answered “order placed” when the store fails to save. ${VISITORS} browsers go on with their next request on the same connection.`,
  option: { onSaveError: 'fail' },

  app (session, options) {
    const app = express()
    app.get('/next', (req, res) => res.send('the next page'))
    app.use(session({ ...settings, ...options, store: failingStore(session) }))
    app.post('/order', (req, res) => {
      req.session.orders = 1
      res.send('order placed')
    })
    // as the guide of Express has it: what has begun to be sent is left to Express, which closes the connection
    app.use((error, req, res, next) => {
      if (res.headersSent) return next(error)
      res.status(500).send('please try again')
    })
    return app
  },

  async run (site) {
    const visits = await Promise.all(Array.from({ length: VISITORS }, () => visit(new URL(site))))
    return {
      told: visits.filter(({ first }) => first === 'please try again').length,
      lost: visits.filter(({ second }) => second !== 'the next page').length,
      of: VISITORS
    }
  },

  tell ({ told, lost, of }) {
    const isGood = told === of && lost === 0
    return {
      isGood,
      figure: `${told} of ${of}`,
      words: [
        told === of ? 'were told: the error handler answered with status 500.' : 'were told. The others read “order placed”, and nothing was stored.',
        lost === 0 ? 'No next request was lost.' : `Express closed the connection on ${lost} of their next requests.`
      ].join(' ')
    }
  }
}

/** @param {URL} site */
async function visit ({ hostname, pathname, port }) {
  const socket = net.connect(Number(port), hostname)
    .setEncoding('latin1')
    .once('timeout', () => socket.destroy())
    .setTimeout(PATIENCE_MS)
    // closed is closed, however it came to it
    .on('error', () => {})
  const first = await exchanged(socket, `POST ${pathname}/order HTTP/1.1\r\nHost: ${hostname}\r\nContent-Length: 0\r\n\r\n`)
  const second = await exchanged(socket, `GET ${pathname}/next HTTP/1.1\r\nHost: ${hostname}\r\n\r\n`)
  socket.destroy()
  return { first: bodyOf(first), second: bodyOf(second) }
}

function failingStore (session) {
  class FailingStore extends session.MemoryStore {
    set (id, data, callback) {
      setTimeout(() => callback(new Error('the disk of the store is full')), SAVE_MS)
    }
  }
  return new FailingStore()
}

/**
 * @param {net.Socket} socket
 * @param {string} request
 * @returns {Promise<string>} the whole response, or what came of it until the connection was closed
 */
function exchanged (socket, request) {
  return new Promise((resolve) => {
    let response = ''
    const read = (chunk) => {
      response += chunk
      if (isWhole(response)) end()
    }
    const end = () => {
      socket.off('data', read).off('close', end)
      resolve(response)
    }
    socket.on('data', read).on('close', end)
    if (socket.destroyed) end()
    else socket.write(request)
  })
}

/** All responses of this application have a Content-Length. */
function isWhole (response) {
  const length = /\r\ncontent-length: (\d+)/i.exec(response)?.[1]
  return length !== undefined && bodyOf(response).length >= Number(length)
}

function bodyOf (response) {
  return response.slice(response.indexOf('\r\n\r\n') + 4)
}
