// MariaDB with a data folder of its own, without a password.
'use strict'

const os = require('node:os')
const path = require('node:path')
const { freePort, output, startProgram } = require('./program')

module.exports = {
  title: 'MariaDB',
  kind: 'real server',
  sharing: 'live',
  needs: 'MariaDB (mariadbd, mariadb-install-db)',

  async version () {
    return /Ver (\d+(\.\d+)*)/.exec(await output('mariadbd', ['--version']))[1]
  },

  async start (folder) {
    const data = path.join(folder, 'data')
    const user = os.userInfo().username
    await output('mariadb-install-db', [
      '--no-defaults', `--datadir=${data}`, `--user=${user}`, '--auth-root-authentication-method=normal', '--skip-test-db'
    ])
    const port = await freePort()
    const socket = path.join(folder, 's')
    const server = await startProgram('mariadbd', [
      '--no-defaults', `--datadir=${data}`, `--user=${user}`, `--port=${port}`, '--bind-address=127.0.0.1', `--socket=${socket}`,
      '--innodb-flush-log-at-trx-commit=0', '--skip-log-bin'
    ], { port })
    const sql = (text) => output('mariadb', ['--no-defaults', `--socket=${socket}`, '-uroot', '-N', '-B', '-r', '-e', text])
    return {
      async fresh () {
        await sql('drop database if exists lab; create database lab character set utf8mb4')
        return { host: '127.0.0.1', port, user: 'root', password: '', database: 'lab' }
      },
      async record (_place, id) {
        for (const table of (await sql('use lab; show tables')).trim().split('\n')) {
          const rows = await sql(`set names utf8mb4; use lab; select * from \`${table}\``)
          const row = rows.split('\n').find((line) => line.includes(id))
          if (row) return row
        }
        return undefined
      },
      stop: () => server.stop()
    }
  }
}
