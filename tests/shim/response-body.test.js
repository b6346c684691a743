// Does a client get the same status, headers and body as it would without sessions, however the handler answers?
'use strict'

const { describe, test } = require('node:test')
const assert = require('node:assert/strict')
const http = require('node:http')
const { Readable } = require('node:stream')
const { serve, listen, oursOnly } = require('./app')
const RecordingStore = require('./recording-store')

const pause = () => new Promise((resolve) => setTimeout(resolve, 5))
const LARGE = Buffer.alloc(1 << 20, 'all work and no play ')

const answers = {
  'end()': (res) => res.end(),
  'end(null)': (res) => res.end(null),
  'end(undefined)': (res) => res.end(undefined),
  'end(text)': (res) => res.end('héllo ☃'),
  'end("")': (res) => res.end(''),
  'end(text, "latin1")': (res) => res.end('héllo', 'latin1'),
  'end(text, "hex")': (res) => res.end('68656c6c6f', 'hex'),
  'end(text, "base64")': (res) => res.end('aGVsbG8=', 'base64'),
  'end(Buffer)': (res) => res.end(Buffer.from([0, 255, 128, 10])),
  'end(empty Buffer)': (res) => res.end(Buffer.alloc(0)),
  'end(Uint8Array)': (res) => res.end(new Uint8Array([1, 2, 3])),
  'end(a large Buffer)': (res) => res.end(LARGE),
  'write, end()': (res) => {
    res.write('one ')
    res.end()
  },
  'write, write, end(text)': (res) => {
    res.write('one ')
    res.write(Buffer.from('two '))
    res.end('three')
  },
  'write now, end later': async (res) => {
    res.write('now, ')
    await pause()
    res.end('later')
  },
  'flushHeaders, end later': async (res) => {
    res.setHeader('X-Early', 'yes')
    res.flushHeaders()
    await pause()
    res.end('later')
  },
  'writeHead(status)': (res) => res.writeHead(201).end('made'),
  'writeHead(status, message)': (res) => res.writeHead(299, 'Quite fine').end('made'),
  'writeHead(status, object)': (res) => res.writeHead(201, { 'X-Two': ['a', 'b'], 'Content-Type': 'text/plain' }).end('made'),
  'writeHead(status, message, object)': (res) => res.writeHead(201, 'Made', { 'X-One': 'a' }).end('made'),
  'writeHead(status, flat array)': (res) => res.writeHead(201, ['X-One', 'a', 'X-Two', 'b']).end('made'),
  'writeHead(status, message, flat array)': (res) => res.writeHead(201, 'Made', ['X-One', 'a', 'X-Two', 'b']).end('made'),
  'writeHead(status, array of pairs)': (res) => res.writeHead(201, [['X-One', 'a'], ['X-Two', 'b']]).end('made'),
  'writeHead over setHeader': (res) => {
    res.setHeader('X-One', 'lost')
    res.writeHead(200, { 'X-One': 'kept' }).end('ok')
  },
  'Content-Length, end(text)': (res) => {
    res.setHeader('Content-Length', 11)
    res.end('hello world')
  },
  'Content-Length as text, end(Buffer)': (res) => {
    res.setHeader('Content-Length', '4')
    res.end(Buffer.from([0, 255, 128, 10]))
  },
  'Content-Length in writeHead, end(text)': (res) => res.writeHead(200, { 'content-length': '5' }).end('hello'),
  'Content-Length, a last character of three bytes': (res) => {
    res.setHeader('Content-Length', 4)
    res.end('a☃')
  },
  'Content-Length of one byte': (res) => {
    res.setHeader('Content-Length', 1)
    res.end('x')
  },
  'Content-Length 0': (res) => {
    res.setHeader('Content-Length', 0)
    res.end('')
  },
  'Content-Length, end(text, "hex")': (res) => {
    res.setHeader('Content-Length', 5)
    res.end('68656c6c6f', 'hex')
  },
  'Content-Length, write, end(text)': (res) => {
    res.setHeader('Content-Length', 11)
    res.write('hello ')
    res.end('world')
  },
  'Content-Length, write, end()': (res) => {
    res.setHeader('Content-Length', 5)
    res.write('hello')
    res.end()
  },
  'Content-Length, a large Buffer': (res) => {
    res.setHeader('Content-Length', LARGE.length)
    res.end(LARGE)
  },
  'pipe': (res) => Readable.from(['one ', 'two ', 'three']).pipe(res),
  'pipe of a large stream': (res) => Readable.from([LARGE, LARGE]).pipe(res),
  '204': (res) => res.writeHead(204).end(),
  '304': (res) => {
    res.statusCode = 304
    res.setHeader('ETag', '"1"')
    res.end()
  },
  'a redirect': (res) => res.writeHead(302, { Location: '/elsewhere' }).end(),
  'a trailer': (res) => {
    // A response without body has none.
    if (res.req.method === 'HEAD') return res.end()
    res.writeHead(200, { Trailer: 'X-Sum' })
    res.write('body')
    res.addTrailers({ 'X-Sum': '42' })
    res.end()
  }
}

// [what becomes of the session, options, what the handler does, what the store is told]
const kinds = [
  ['no session change', {}, () => {}, []],
  ['a session that is saved', {}, (req) => { req.session.user = 'alice' }, ['set']],
  ['a session that is destroyed', { unset: 'destroy' }, (req) => { req.session = null }, ['destroy']]
]

// How the body is framed may differ: the last of it waits for the store.
const FRAMING = ['connection', 'content-length', 'keep-alive', 'transfer-encoding']

function comparable ({ status, message, headers, trailers, bytes }) {
  const rest = { ...headers }
  for (const name of ['set-cookie', 'date', ...FRAMING]) delete rest[name]
  return { status, message, headers: rest, trailers, bytes: bytes.toString('base64') }
}

for (const [name, answer] of Object.entries(answers)) {
  test(`R21 ${name}: the answer is the one sent without sessions, for GET and HEAD`, async (t) => {
    const plain = await listen(t, http.createServer((req, res) => answer(res)))
    for (const [kind, options, handle] of kinds) {
      const app = await serve(t, options, (req, res) => {
        handle(req)
        return answer(res)
      })
      for (const method of ['GET', 'HEAD']) {
        const [expected, actual] = [await plain.request({ method }), await app.request({ method })]
        assert.deepEqual(comparable(actual), comparable(expected), `${method}, ${kind}`)
      }
      assert.deepEqual(app.errors, [])
    }
  })
}

test('R21 a Content-Length that the handler set reaches the client', async (t) => {
  const app = await serve(t, {}, (req, res) => {
    req.session.user = 'alice'
    res.setHeader('Content-Length', 5)
    res.end('hello')
  })
  for (const method of ['GET', 'HEAD']) {
    assert.equal((await app.request({ method })).headers['content-length'], '5')
  }
})

describe('the callback of end', () => {
  const forms = [
    ['end(callback)', (res, callback) => res.end(callback), ''],
    ['end(text, callback)', (res, callback) => res.end('ok', callback), 'ok'],
    ['end(text, encoding, callback)', (res, callback) => res.end('6f6b', 'hex', callback), 'ok']
  ]
  for (const [form, end, body] of forms) {
    for (const length of [undefined, body.length]) {
      for (const [kind, options, handle] of kinds) {
        const sentence = `R21 ${form} is called once${length === undefined ? '' : ' with a Content-Length'}, with ${kind}`
        test(sentence, oursOnly('loses or rejects most callbacks'), async (t) => {
          let calls = 0
          const app = await serve(t, options, (req, res) => {
            handle(req)
            if (length !== undefined) res.setHeader('Content-Length', length)
            end(res, () => { calls += 1 })
          })
          assert.equal((await app.get()).body, body)
          await pause()
          assert.equal(calls, 1)
        })
      }
    }
  }
})

describe('R21 what Node.js refuses', () => {
  const refusals = {
    'end(number)': (res) => res.end(123),
    'end(object)': (res) => res.end({}),
    'end(array)': (res) => res.end(['x']),
    'end(true)': (res) => res.end(true),
    'end(number, callback)': (res) => res.end(123, () => {}),
    'end(text, an unknown encoding)': (res) => res.end('x', 'bogus'),
    'a status of 0': (res) => {
      res.statusCode = 0
      res.end('x')
    },
    'a status message with a line break': (res) => {
      res.statusMessage = 'a\r\nb'
      res.end('x')
    },
    'a header with a line break, in writeHead': (res) => {
      res.writeHead(200, { 'X-Split': 'a\r\nb' })
      res.end('hello')
    }
  }

  // What a handler with an error page of its own meets, and its client.
  async function refused (app, refusal) {
    const outcome = await app.get().catch(() => undefined)
    return { ...refusal, status: outcome?.status, body: outcome?.body }
  }

  for (const [what, answer] of Object.entries(refusals)) {
    for (const [kind, options, handle, call] of kinds) {
      test(`${what}, with ${kind}: is thrown as without sessions, and the error page is sent`,
        oursOnly('never ends such a response'), async (t) => {
          const refusal = {}
          const attempt = (res) => {
            try {
              answer(res)
            } catch (error) {
              refusal.code = error.code
              refusal.headersSent = res.headersSent
              res.statusCode = 500
              res.statusMessage = undefined
              res.end('an error page')
            }
          }
          const told = []
          const store = slow(told)
          const plain = await listen(t, http.createServer((req, res) => attempt(res)))
          const app = await serve(t, { store, ...options }, (req, res) => {
            handle(req)
            attempt(res)
          })
          const expected = await refused(plain, refusal)
          assert.ok(expected.code, 'Node.js has to refuse it')
          assert.deepEqual(await refused(app, refusal), expected)
          await pause()
          assert.deepEqual(told, call)
          assert.deepEqual(app.errors, [])
        })
    }
  }

  function slow (calls) {
    const store = new RecordingStore()
    store.calls = calls
    const { set } = store
    store.set = (id, data, callback) => set.call(store, id, data, () => setTimeout(callback, 5))
    return store
  }
})
