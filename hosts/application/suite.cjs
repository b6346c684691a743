// Which tests does an application have? `test` and `expect` are those of jest or vitest, which agree in what is used here.
// A jsdom has no fetch, and jest 24 knows modules of Node.js by their old names alone.
/* global expect, test */
'use strict'

const http = require('http')

function testSessions (session) {
  test('a visitor is counted', async () => {
    const sessions = session({ secret: 'a secret', resave: false, saveUninitialized: false })
    const server = http.createServer((req, res) => sessions(req, res, () => {
      req.session.views = (req.session.views || 0) + 1
      res.end(String(req.session.views))
    }))
    await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
    const first = await get(server)
    const second = await get(server, { cookie: first.headers['set-cookie'][0].split(';')[0] })
    expect([first.text, second.text]).toEqual(['1', '2'])
    await new Promise((resolve) => server.close(resolve))
  })

  test('a store of the application extends Store', () => {
    class OwnStore extends session.Store {}
    expect(typeof new OwnStore().createSession).toBe('function')
  })

  test('a wrong option is a TypeError', () => {
    expect(() => session({ secret: 'a secret', genid: 'an id' })).toThrow(TypeError)
  })
}

function get (server, headers) {
  return new Promise((resolve, reject) => {
    const { port } = server.address()
    http.get({ host: '127.0.0.1', port, headers, agent: false }, (res) => {
      let text = ''
      res.setEncoding('utf8').on('data', (chunk) => { text += chunk })
      res.on('end', () => resolve({ headers: res.headers, text }))
    }).on('error', reject)
  })
}

module.exports = { testSessions }
