// Redis from the redis-server on the PATH, in memory only.
'use strict'

const { freePort, output, startProgram } = require('./program')

module.exports = {
  title: 'Redis',
  kind: 'real server',
  sharing: 'live',
  needs: 'redis-server',

  async version () {
    return /v=(\S+)/.exec(await output('redis-server', ['--version']))[1]
  },

  async start (folder) {
    const port = await freePort()
    const server = await startProgram(
      'redis-server', ['--port', port, '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', folder], { port }
    )
    const ask = (...command) => output('redis-cli', ['-p', port, '--raw', ...command])
    return {
      async fresh () {
        await ask('flushall')
        return { port }
      },
      async record (_place, id) {
        const key = (await ask('keys', `*${id}*`)).trim().split('\n')[0]
        if (!key) return undefined
        const kind = (await ask('type', key)).trim()
        return (await ask(...kind === 'hash' ? ['hgetall', key] : ['get', key])).trimEnd()
      },
      stop: () => server.stop()
    }
  }
}
