'use strict'

// Do the examples and the demo start, answer and end as programs?

const { once } = require('node:events')
const net = require('node:net')
const { describe, test } = require('node:test')
const assert = require('node:assert/strict')
const { started } = require('./process')

// A process that does not end is a failure and not a wait.
const inTime = { timeout: 60_000 }

const programs = ['examples/view-counter.js', 'examples/login.js', 'examples/demo/server.js']

for (const file of programs) {
  test(`${file} prints its address and answers there`, inTime, async (t) => {
    const url = await started(t, file, { PORT: '0' }).address()
    const response = await fetch(url)
    assert.equal(response.status, 200)
    assert.match(await response.text(), /^<!doctype html>/)
  })
}

describe('the demo', () => {
  for (const signal of ['SIGTERM', 'SIGINT']) {
    test(`ends with code 0 on ${signal}, though a browser keeps its connection open`, inTime, async (t) => {
      const demo = started(t, 'examples/demo/server.js', { PORT: '0' })
      const { hostname, port } = new URL(await demo.address())
      const socket = net.connect(Number(port), hostname).resume()
      socket.write('GET / HTTP/1.1\r\nHost: demo\r\n\r\n')
      await once(socket, 'data')
      demo.child.kill(signal)
      const { code, stderr } = await demo.ended
      assert.deepEqual({ code, stderr }, { code: 0, stderr: '' })
    })
  }

  test('ends with code 0 on SIGTERM, though a request never comes to its end', inTime, async (t) => {
    const demo = started(t, 'examples/demo/server.js', { PORT: '0' })
    const { hostname, port } = new URL(await demo.address())
    const socket = net.connect(Number(port), hostname).on('error', () => {})
    socket.write('POST /login HTTP/1.1\r\nHost: demo\r\nExpect: 100-continue\r\n' +
      'Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 100\r\n\r\n')
    // 100 Continue: the request is under way.
    await once(socket, 'data')
    demo.child.kill('SIGTERM')
    const { code, signal } = await demo.ended
    assert.deepEqual({ code, signal }, { code: 0, signal: null })
  })

  test('says in one line that its port is in use, and ends with code 1', inTime, async (t) => {
    const other = net.createServer().listen(0, '127.0.0.1')
    await once(other, 'listening')
    t.after(() => other.close())
    const { port } = other.address()
    const { code, stdout, stderr } = await started(t, 'examples/demo/server.js', { PORT: String(port) }).ended
    assert.match(stderr, new RegExp(`^Port ${port} is in use\\. .*PORT=\\d+ npm start\\n$`))
    assert.deepEqual({ code, stdout }, { code: 1, stdout: '' })
  })

  for (const port of ['http', '-1', '65536', '3000.5']) {
    test(`says in one line that ${port} is no port, and ends with code 1`, inTime, async (t) => {
      const { code, stderr } = await started(t, 'examples/demo/server.js', { PORT: port }).ended
      assert.match(stderr, /^PORT has to be a number from 0 to 65535, not .*\n$/)
      assert.equal(code, 1)
    })
  }

  test('keeps cookies of an earlier start valid with SESSION_SECRET alone', inTime, async (t) => {
    // The store is empty after a start: a cookie with a valid signature reaches it, any other does not.
    const storyAfterRestart = async (first, second) => {
      const response = await fetch(await started(t, 'examples/demo/server.js', { PORT: '0', ...first }).address())
      const cookie = response.headers.getSetCookie()[0].split(';')[0]
      const url = await started(t, 'examples/demo/server.js', { PORT: '0', ...second }).address()
      return (await fetch(url, { headers: { cookie } })).text()
    }
    const secret = { SESSION_SECRET: 'kept between starts' }
    assert.match(await storyAfterRestart(secret, secret), /which the store does not have/)
    assert.match(await storyAfterRestart({}, {}), /whose signature is wrong/)
  })
})
