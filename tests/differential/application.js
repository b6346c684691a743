'use strict'

// Which application does a scenario describe, built around one of the two modules?

const { isUint8Array } = require('node:util').types
const cookieParser = require('cookie-parser')

const { describe } = require('./describe')
const frameworks = require('./frameworks')
const { observe } = require('./observe')
const { argumentsOf, sessionOptions } = require('./session-options')
const { runProgram } = require('./steps')

// Throws what session() throws for these options.
function application (session, scenario, run, store) {
  const options = sessionOptions(scenario, run, store)
  const layers = [
    prepare,
    ...parserLayer(scenario, run),
    watchNext(session(...argumentsOf(options, scenario.whole)), 'session'),
    ...secondSession()
  ]
  const chain = frameworks[scenario.framework]([...layers, handle, notFound, fail], scenario)
  const bareChain = frameworks.plain([...layers, handle, leave, leave])

  return {
    answer: (req, res) => chain(req, res),
    // What ws and socket.io do on an upgrade request: there is no response to speak of.
    callBare: req => bareChain(req, {})
  }

  function prepare (req, res, next) {
    if (scenario.watched) watchBody(res, run.log)
    const context = { session, run, req, res, log: run.log, next }
    for (const step of run.request.earlier) runProgram(context, [step])
    next()
  }

  function watchNext (middleware, name) {
    return (req, res, next) => {
      let isCalled = false
      let hasError = false
      try {
        middleware(req, res, (...args) => {
          isCalled = true
          // an error page for each of several errors would make all that follows differ
          if (args[0] && hasError) return run.log('next again', `${name} ${describe(args)}`)
          hasError = hasError || Boolean(args[0])
          run.log('next', `${name} ${describe(args)}`)
          next(...args)
        })
      } catch (error) {
        if (isCalled) throw error
        run.log('threw', `${name} ${describe([error])}`)
        next(error)
      }
    }
  }

  function secondSession () {
    if (scenario.second === null) return []
    const second = scenario.second === 'same' ? options : { ...options, name: 'second.sid' }
    return [watchNext(session(second), 'second session')]
  }

  function handle (req, res, next) {
    run.response = res
    run.sessionStore = req.sessionStore
    run.log('handler', `store given ${req.sessionStore === store}`)
    observe(session, req, run.log)
    runProgram({ session, run, req, res, next, log: run.log }, run.request.program)
  }

  function notFound (req, res) {
    run.log('not found', req.url)
    if (!res.headersSent) res.statusCode = 404
    run.log('returned', `end ${describeEnd(res, res.end('nobody answers'))}`)
  }

  // four parameters: that is how frameworks know it
  function fail (error, req, res, _next) {
    run.response = res
    run.log('failed', describe(error))
    if (!res.headersSent) res.statusCode = 500
    try {
      run.log('failed', `end ${describeEnd(res, res.end('failed'))}`)
    } catch (endError) {
      run.log('failed', `end threw ${describe(endError)}`)
    }
  }

  function leave () {}
}

function describeEnd (res, returned) {
  return returned === res ? 'res' : describe(returned)
}

function parserLayer ({ parser }, run) {
  if (parser === 'none') return []
  const secret = typeof run.secret === 'string' && run.secret !== '' ? run.secret : 'keyboard cat'
  return [cookieParser(parser === 'with secret' ? secret : parser === 'other secret' ? 'other' : undefined)]
}

// What a compression middleware in front would see of the body, in however many pieces.
function watchBody (res, log) {
  let pieces = []
  for (const method of ['write', 'end']) {
    const original = res[method]
    if (typeof original !== 'function') continue
    res[method] = function (...args) {
      const [chunk, encoding] = args
      pieces.push(isText(chunk, encoding) ? Buffer.from(chunk, encoding) : chunk)
      if (method === 'end') {
        log('beneath', `body ${describeBody(pieces)}`)
        pieces = []
      }
      return original.apply(this, args)
    }
  }
}

function isText (chunk, encoding) {
  return typeof chunk === 'string' && (encoding === undefined || Buffer.isEncoding(encoding))
}

function describeBody (pieces) {
  const given = pieces.filter(piece => piece !== undefined)
  return given.every(isUint8Array) ? describe(Buffer.concat(given)) : describe(given)
}

module.exports = { application }
