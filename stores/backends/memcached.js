// memcached from the PATH.
'use strict'

const { once } = require('node:events')
const net = require('node:net')
const os = require('node:os')
const { freePort, output, startProgram } = require('./program')

module.exports = {
  title: 'memcached',
  kind: 'real server',
  sharing: 'live',
  needs: 'memcached',

  async version () {
    return /\d+(\.\d+)*/.exec(await output('memcached', ['-V']))[0]
  },

  async start () {
    const port = await freePort()
    const server = await startProgram('memcached', ['-l', '127.0.0.1', '-p', port, '-u', os.userInfo().username], { port })
    return {
      async fresh () {
        await ask(port, 'flush_all')
        return { port }
      },
      async record (_place, id) {
        const keys = [...(await ask(port, 'lru_crawler metadump all', 'END')).matchAll(/^key=(\S+)/gm)]
        const key = keys.map(([, escaped]) => decodeURIComponent(escaped)).find((name) => name.includes(id))
        return key && (await ask(port, `get ${key}`, 'END')).split('\r\n')[1]
      },
      stop: () => server.stop()
    }
  }
}

async function ask (port, command, last = 'OK') {
  const socket = net.connect(port, '127.0.0.1')
  await once(socket, 'connect')
  socket.setEncoding('utf8').write(`${command}\r\n`)
  let text = ''
  for await (const chunk of socket) {
    text += chunk
    if (text.endsWith(`${last}\r\n`)) break
  }
  return text
}
