// Does `DEBUG=express-session` say why there is no cookie, or no session?
'use strict'

const { describe, test } = require('node:test')
const assert = require('node:assert/strict')
const { readFileSync } = require('node:fs')
const path = require('node:path')
const { isReference, oursOnly } = require('./app')
const { runScript } = require('./child')

const HEADING = 'Why is there no cookie'

const noIdSent = 'no session id sent: the request has no Cookie header'
const fetching = 'fetching'
const found = ['fetching', 'session found']
const inTheTable = true

/**
 * @typedef {object} Cause
 * @property {string} why there is no cookie, or no session
 * @property {string} line that says so
 * @property {string[]} [before] the lines before it
 * @property {string[]} [behind] the lines behind it
 * @property {boolean} [isListed] whether the table in README.md has it
 * @property {string} [options] more of them
 * @property {string} [request] more of it
 * @property {string} [first] what happens before the request
 * @property {string} [handler]
 */

/** @type {Cause[]} */
const causes = [
  {
    why: 'the client sent no cookie at all',
    line: noIdSent,
    isListed: inTheTable,
    options: 'saveUninitialized: true',
    behind: ['cookie set', 'saving', 'the store has answered']
  },
  {
    why: 'the client sent other cookies',
    line: 'no session id sent: the request has no cookie connect.sid',
    options: 'saveUninitialized: true',
    request: "headers: { cookie: 'sid=s%3Aabc.def' }",
    behind: ['cookie set', 'saving', 'the store has answered']
  },
  {
    why: 'the secret is another one',
    line: 'cookie signature invalid: signed with another secret, changed on its way, or longer than 4,096 bytes',
    isListed: inTheTable,
    options: 'saveUninitialized: true',
    request: "headers: { cookie: signedCookie('seeded', 'another') }",
    behind: ['cookie set', 'saving', 'the store has answered']
  },
  {
    why: 'the cookie was not signed',
    line: 'cookie unsigned: it was not set by this module, or was decoded twice',
    options: 'saveUninitialized: true',
    request: "headers: { cookie: 'connect.sid=seeded' }",
    behind: ['cookie set', 'saving', 'the store has answered']
  },
  {
    why: 'the store does not know the session: it expired, was destroyed, or the process that kept it has ended',
    line: 'no session found: the store does not know the id',
    isListed: inTheTable,
    options: 'saveUninitialized: true',
    request: "headers: { cookie: signedCookie('gone', 'of tests') }",
    before: [fetching],
    behind: ['cookie set', 'saving', 'the store has answered']
  },
  {
    why: 'the cookie is secure, and the request was not',
    line: 'cookie withheld: secure is set and the request did not come over HTTPS; behind a proxy set "trust proxy" or proxy: true',
    isListed: inTheTable,
    options: 'cookie: { secure: true }',
    handler: 'req.session.user = 1',
    before: [noIdSent],
    behind: ['saving', 'the store has answered']
  },
  {
    why: 'the session is new and empty',
    line: 'no cookie: the session is new, nothing was put into it, and saveUninitialized is false',
    isListed: inTheTable,
    before: [noIdSent],
    behind: ['session not saved: nothing was put into it, or it is as it was loaded or saved']
  },
  {
    why: 'the session was changed after the headers had gone out',
    line: 'no cookie: the headers went out before anything was put into the session',
    isListed: inTheTable,
    handler: 'res.writeHead(200); req.session.user = 1',
    before: [noIdSent],
    behind: ['saving', 'the store has answered']
  },
  {
    why: 'the request is not under the path of the cookie',
    line: "no session: the request is not under the cookie's path /app",
    options: "cookie: { path: '/app' }"
  },
  {
    why: 'the store has lost its backend',
    line: 'no session: the store is disconnected',
    isListed: inTheTable,
    first: "store.emit('disconnect')"
  },
  {
    why: 'another session middleware was there first',
    line: 'no session: another session middleware was here before',
    request: 'session: { cookie: {} }'
  },
  {
    why: 'the secret is undefined',
    line: 'no session: there is no secret; is the environment variable set?',
    options: 'secret: process.env.MISSING'
  },
  {
    why: 'the store fails',
    line: 'no session: the store failed; next gets its error',
    first: "store.get = (id, callback) => callback(new Error('of seeded'))",
    request: "headers: { cookie: signedCookie('seeded', 'of tests') }",
    before: [fetching]
  },
  {
    why: 'the client has the cookie already',
    line: 'no cookie: the client has it already',
    request: "headers: { cookie: signedCookie('seeded', 'of tests') }",
    before: found,
    behind: ['touching', 'the store has answered']
  },
  {
    why: 'req.session was removed',
    line: 'no cookie: the request has no session',
    request: "headers: { cookie: signedCookie('seeded', 'of tests') }",
    handler: 'req.session = null',
    before: found,
    behind: ['session not saved: req.session was removed']
  },
  {
    why: 'the application destroys the session',
    line: 'destroying',
    request: "headers: { cookie: signedCookie('seeded', 'of tests') }",
    handler: 'req.session.destroy()',
    before: found,
    behind: ['no cookie: the request has no session', 'session not saved: req.session was removed']
  },
  {
    why: 'genid gives no text',
    line: 'no cookie: req.sessionID is of type number',
    options: 'genid: () => 7',
    before: [noIdSent],
    behind: ['session ignored: req.sessionID is of type number']
  }
]

const source = ({ options = '', request = '', first = '', handler = '' }) => `
  const store = new session.MemoryStore()
  store.set('seeded', { cookie: { originalMaxAge: null }, secretOfAlice: 1 })
  const middleware = session({ secret: 'of tests', store, resave: false, saveUninitialized: false, ${options} })
  ${first}
  const req = { url: '/', headers: {}, ${request} }
  const res = new MockResponse()
  middleware(req, res, () => {
    ${handler}
    if (!res._header) res.writeHead(200)
    res.end('ok')
  })
`

/** What was printed, without a session id that is shown as a digest, and without the time that each line took. */
function linesOf (stderr) {
  const digest = /^(fetching|saving|touching|destroying|cookie set) \S+$/
  return stderr.split('\n').flatMap((line) => {
    const [, text] = /express-session (.*?)(?: \+\d+ms)?$/.exec(line) ?? []
    return text === undefined || / deprecated /.test(line) ? [] : [text.replace(digest, '$1')]
  })
}

describe('DEBUG=express-session', { concurrency: 4, ...oursOnly('says less, and shows ids') }, () => {
  for (const cause of causes) {
    test(`says that ${cause.why}`, async () => {
      const { stderr, code } = await runScript(source(cause), { env: { DEBUG: 'express-session', DEBUG_HIDE_DATE: '1' } })
      assert.equal(code, 0, stderr)
      assert.deepEqual(linesOf(stderr), [...(cause.before ?? []), cause.line, ...(cause.behind ?? [])])
      assert.doesNotMatch(stderr, /seeded|gone|alice|of tests|s%3A|s:/i)
    })
  }
})

const readme = readFileSync(path.join(__dirname, '../../README.md'), 'utf8')

test('README.md lists the causes that are met most, each by its line', {
  skip: (isReference && 'it is ours') || (!readme.includes(HEADING) && 'README.md has no such table yet')
}, () => {
  const listed = causes.filter(({ isListed }) => isListed)
  assert.equal(listed.length, 7)
  for (const { line } of listed) assert.ok(readme.includes(line), line)
})
