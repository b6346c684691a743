// Which applications does every host serve? One for each framework, and one that keeps its sessions in Redis.

import connect from 'connect'
import { RedisStore } from 'connect-redis'
import express5 from 'express'
import session from 'express-session'
import express4 from 'express4'
import { createClient } from 'redis'
import { answer } from './answers.mjs'

const options = { resave: false, saveUninitialized: false }

/**
 * A listener for requests of all applications. The header `x-application` names the one that is meant, so that one port
 * is enough, and a host that has no ports at all can serve them too.
 *
 * @param {string} [redisUrl] without one there is no application `redis`
 */
export function makeListener (redisUrl) {
  const applications = {
    express5: withSessions(express5()),
    express4: withSessions(express4()),
    connect: withSessions(connect()),
    http: plainListener(),
    secure: withSessions(express5(), { cookie: { secure: true } }),
    proxied: withSessions(express5(), { cookie: { secure: true }, proxy: true }),
    redis: redisUrl && withSessions(express5(), { store: redisStore(redisUrl) })
  }
  return (req, res) => {
    const application = applications[req.headers['x-application']]
    if (application) return application(req, res)
    res.statusCode = 404
    res.end('There is no such application.')
  }
}

function withSessions (app, special) {
  const secret = ['a first secret']
  app.use(session({ ...options, secret, ...special }))
  app.use((req, res) => answer(req, res, secret))
  return app
}

function plainListener () {
  const secret = ['a first secret']
  const sessions = session({ ...options, secret })
  return (req, res) => sessions(req, res, (error) => {
    if (error) throw error
    answer(req, res, secret)
  })
}

function redisStore (url) {
  const client = createClient({ url })
  client.on('error', (error) => { console.error(error) })
  client.connect().catch(() => {})
  return new RedisStore({ client })
}
