// Which tests does an application have? `test` and `expect` are those of jest or vitest, which agree in what is used here.
/* global expect, test */
'use strict'

const { once } = require('node:events')
const http = require('node:http')

function testSessions (session) {
  test('a visitor is counted', async () => {
    const sessions = session({ secret: 'a secret', resave: false, saveUninitialized: false })
    const server = http.createServer((req, res) => sessions(req, res, () => {
      req.session.views = (req.session.views ?? 0) + 1
      res.end(String(req.session.views))
    }))
    await once(server.listen(0, '127.0.0.1'), 'listening')
    const url = `http://127.0.0.1:${server.address().port}`
    const first = await fetch(url)
    const cookie = first.headers.get('set-cookie').split(';')[0]
    const second = await fetch(url, { headers: { cookie } })
    expect([await first.text(), await second.text()]).toEqual(['1', '2'])
    server.close()
  })

  test('a store of the application extends Store', () => {
    class OwnStore extends session.Store {}
    expect(typeof new OwnStore().createSession).toBe('function')
  })

  test('a wrong option is a TypeError', () => {
    expect(() => session({ secret: 'a secret', genid: 'an id' })).toThrow(TypeError)
  })
}

module.exports = { testSessions }
