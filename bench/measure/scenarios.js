// Which requests does a session middleware see?
'use strict'

const { browserCookie, cookieHeader, largeSession, secret, signedId, smallSession, user } = require('./visitors')

const forged = signedId('a secret of somebody else')
const rotated = ['a secret of this month', 'a secret of last month', secret]
const day = 24 * 60 * 60 * 1000

/**
 * @typedef {object} Scenario
 * @property {string} name
 * @property {object} options of `session()`, besides the store
 * @property {string} cookies Cookie header
 * @property {object} session what the store holds
 * @property {(req: any) => void} handle what the application does
 * @property {object} calls store calls that express-session makes
 */

/** @type {Scenario[]} */
const scenarios = [
  scenario('returning, unmodified', { calls: { get: 1, touch: 1 } }),
  scenario('returning, modified', { handle: countView, calls: { get: 1, set: 1 } }),
  scenario('rolling, with maxAge', {
    options: { rolling: true, cookie: { maxAge: day } },
    session: {
      ...smallSession,
      cookie: { ...browserCookie, originalMaxAge: day, expires: new Date(Date.now() + day).toJSON() }
    },
    calls: { get: 1, touch: 1 }
  }),
  scenario('oldest of three secrets', { options: { secret: rotated }, calls: { get: 1, touch: 1 } }),
  scenario('12 kB, unmodified', { session: { cookie: browserCookie, ...largeSession }, calls: { get: 1, touch: 1 } }),
  scenario('first visit, not saved', { cookies: cookieHeader(), calls: {} }),
  scenario('first visit, with login', { cookies: cookieHeader(), handle: logIn, calls: { set: 1 } }),
  scenario('forged cookie', { cookies: cookieHeader(forged), calls: {} })
]

/**
 * A scenario that differs from a returning visitor's only where it says so.
 *
 * @returns {Scenario}
 */
function scenario (name, { options, calls, ...rest }) {
  return {
    name,
    cookies: cookieHeader(signedId()),
    session: { cookie: browserCookie, ...smallSession },
    handle: look,
    ...rest,
    options: { secret, resave: false, saveUninitialized: false, ...options },
    calls: { get: 0, set: 0, touch: 0, destroy: 0, ...calls }
  }
}

function look (req) {
  return req.session.user
}

function countView (req) {
  req.session.views++
}

function logIn (req) {
  req.session.user = user
}

module.exports = { scenario, scenarios }
