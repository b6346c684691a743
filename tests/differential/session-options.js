'use strict'

// Which arguments does session() get in a scenario?

const { describe } = require('./describe')
const { revive } = require('./values')

function argumentsOf (options, whole) {
  if (whole === 'none') return []
  return [whole === 'inherited' ? Object.create(options) : options]
}

function sessionOptions (scenario, run, store) {
  const options = { ...scenario.options }
  if (run.secret !== null) options.secret = run.secret
  if (store !== undefined) options.store = store
  const genid = genids[scenario.genid](run.log)
  if (genid !== undefined) options.genid = genid
  const cookie = cookieOption(scenario.cookie, run)
  if (cookie !== undefined) options.cookie = cookie
  return options
}

const genids = {
  default: () => undefined,
  'not a function': () => 'text',
  counter: log => counted(log, count => `id-${count}`),
  awkward: log => counted(log, count => `é;a b"${count}`),
  dotted: log => counted(log, count => `a.b%2e${count}.`),
  same: log => counted(log, () => 'same-id'),
  undefined: log => counted(log, () => undefined),
  number: log => counted(log, count => count),
  object: log => counted(log, count => ({ count })),
  empty: log => counted(log, () => ''),
  null: log => counted(log, () => null),
  throws: log => counted(log, count => {
    if (count % 2 === 0) throw new Error('genid threw')
    return `id-${count}`
  })
}

function counted (log, make) {
  let count = 0
  return req => {
    count += 1
    log('genid', `for sessionID ${describe(req.sessionID)}, session ${describe(req.session)}`)
    return make(count)
  }
}

function cookieOption ({ kind, fields }, run) {
  const made = () => revive({ $entries: fields })
  const one = run.cookie = made()
  switch (kind) {
    case 'absent': return undefined
    case 'object': return one
    case 'inherited': return Object.create(one)
    case 'function': return req => {
      run.log('cookie()', req.url)
      if (req.url.startsWith('/boom')) throw new Error('cookie() threw')
      return req.url.startsWith('/vary') ? { maxAge: 1000, secure: true, sameSite: 'lax' } : made()
    }
    case 'function of one object': return () => one
    case 'function of undefined': return () => undefined
    case 'function that throws': return () => { throw new Error('cookie() threw') }
    default: return kind
  }
}

module.exports = { sessionOptions, argumentsOf }
