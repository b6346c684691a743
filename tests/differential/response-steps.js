'use strict'

// What may a handler do with its response?

const { Readable, pipeline } = require('node:stream')

const onHeaders = require('on-headers')

const { describe } = require('./describe')
const headListeners = require('./head-listeners')
const { revive } = require('./values')

module.exports = {
  'on headers': (context, { listener }) => onHeaders(context.res, () => headListeners[listener](context)),
  'set header': ({ res }) => { res.setHeader('X-Mine', 'mine') },
  'set Set-Cookie': ({ res }, { value }) => { res.setHeader('Set-Cookie', revive(value)) },
  'append Set-Cookie': ({ res }) => { res.appendHeader('Set-Cookie', 'appended=1') },
  'remove Set-Cookie': ({ res }) => { res.removeHeader('Set-Cookie') },
  status: ({ res }, { code }) => { res.statusCode = code },

  // the response's end
  end: (context, { chunk, encoding }) => end(context, revive(chunk), encoding),
  'end without arguments': context => { context.log('returned', `end ${describeReturned(context, context.res.end())}`) },
  'write and end': (context, { chunk, last, encoding }) => {
    write(context, revive(chunk), encoding)
    end(context, revive(last), encoding)
  },
  'write several': (context, { chunks }) => {
    try {
      for (const chunk of chunks) write(context, revive(chunk))
    } finally {
      end(context)
    }
  },
  'writeHead and end': (context, step) => {
    writeHead(context, step)
    end(context, revive(step.chunk))
  },
  'writeHead with a message and end': (context, step) => {
    writeHead(context, step, 'Very Well')
    end(context, revive(step.chunk))
  },
  'writeHead twice': (context, step) => {
    writeHead(context, step)
    try {
      writeHead(context, step)
    } finally {
      end(context, revive(step.chunk))
    }
  },
  'Content-Length and end': (context, { length, chunk, encoding }) => {
    setContentLength(context, length, revive(chunk), encoding)
    end(context, revive(chunk), encoding)
  },
  'Content-Length, write and end': (context, { length, chunk }) => {
    setContentLength(context, length, revive(chunk))
    write(context, revive(chunk))
    end(context)
  },
  pipe: ({ res }, step, done) => {
    Readable.from(['piped ', Buffer.from('twice')]).on('end', done).pipe(res)
  },
  pipeline: ({ res, log }, step, done) => {
    pipeline(Readable.from(['through', ' a pipeline']), res, error => log('called back', `pipeline ${describe(error)}`))
    done()
  },
  'flushHeaders and end': (context, { chunk }) => {
    context.res.flushHeaders()
    end(context, revive(chunk))
  },
  'end twice': (context, { chunk }) => {
    end(context, revive(chunk))
    end(context, 'again')
  },
  'write with an odd body': (context, { chunk }) => {
    try {
      write(context, chunk)
    } finally {
      end(context)
    }
  },
  throw: () => { throw new RangeError('thrown by the handler') },
  'next with an error': ({ next }) => next(new SyntaxError('given to next by the handler')),
  'next with a text': ({ next }) => next('text given to next'),
  'next without an error': ({ next }) => next(),
  nothing: () => {},

  // Express; elsewhere the plain equivalent
  send: (context, { chunk }) => context.res.send ? context.res.send(revive(chunk)) : end(context, revive(chunk)),
  json: context => context.res.json ? context.res.json({ a: [1] }) : end(context, '{"a":[1]}'),
  redirect: context => {
    if (context.res.redirect) return context.res.redirect('/app')
    writeHead(context, { code: 302, headers: { Location: '/app' } })
    end(context)
  },
  'res.cookie': context => {
    if (context.res.cookie) context.res.cookie('express', 'own')
    end(context, 'with a cookie')
  },
  sendStatus: (context, { code }) => {
    context.res.statusCode = code
    return context.res.sendStatus ? context.res.sendStatus(code) : end(context, 'status')
  }
}

function end (context, ...args) {
  context.log('returned', `end ${describeReturned(context, context.res.end(...args))}`)
}

function write (context, ...args) {
  context.log('returned', `write ${describeReturned(context, context.res.write(...args))}`)
}

function writeHead (context, { code, headers }, ...message) {
  const returned = context.res.writeHead(code, ...message, ...(headers === undefined ? [] : [revive(headers)]))
  context.log('returned', `writeHead ${describeReturned(context, returned)}`)
}

function describeReturned ({ res }, returned) {
  return returned === res ? 'res' : describe(returned)
}

function setContentLength ({ res }, length, chunk, encoding) {
  res.setHeader('Content-Length', length === 'right' ? Buffer.byteLength(chunk ?? '', encoding) : length)
}
