// Which applications does every host serve? One for each framework that it is given, and one that keeps its sessions elsewhere.
'use strict'

/**
 * A listener for requests of all applications. The header `x-application` names the one that is meant, so that one port
 * is enough, and a host that has no ports at all can serve them too.
 *
 * @param {Function} answer as in answers.js: given, because Deno wants permission where a file requires one beside it
 * @param {object} packages
 * @param {Function} packages.session
 * @param {Record<string, Function>} packages.frameworks by the names of their applications
 * @param {object} [packages.redisStore] without one there is no application `redis`
 * @param {boolean} [packages.isSame] whether `require` and `import` give one `session`
 */
function makeListener (answer, { session, frameworks, redisStore, isSame }) {
  const withSessions = (app, special) => {
    const secret = ['a first secret']
    const sessions = session(Object.assign({ secret, resave: false, saveUninitialized: false }, special))
    const answered = (req, res) => answer(req, res, { secret, isSame })
    if (!app) return plain(sessions, answered)
    app.use(sessions)
    app.use(answered)
    return app
  }
  const [newest] = Object.values(frameworks)
  const applications = {
    http: withSessions(undefined),
    secure: withSessions(newest(), { cookie: { secure: true } }),
    proxied: withSessions(newest(), { cookie: { secure: true }, proxy: true }),
    redis: redisStore && withSessions(newest(), { store: redisStore })
  }
  for (const [name, framework] of Object.entries(frameworks)) applications[name] = withSessions(framework())

  return (req, res) => {
    const application = applications[req.headers['x-application']]
    if (application) return application(req, res)
    res.statusCode = 404
    res.end('There is no such application.')
  }
}

function plain (sessions, answered) {
  return (req, res) => sessions(req, res, (error) => {
    if (error) throw error
    answered(req, res)
  })
}

module.exports = { makeListener }
