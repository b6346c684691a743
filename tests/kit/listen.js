// On which port does a server answer while a test runs?
'use strict'

/**
 * @param {import('node:test').TestContext} t
 * @param {import('node:http').Server | import('node:https').Server} server
 * @returns {Promise<number>}
 */
async function listen (t, server) {
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.after(() => {
    server.closeAllConnections()
    return new Promise((resolve) => server.close(resolve))
  })
  return server.address().port
}

module.exports = listen
