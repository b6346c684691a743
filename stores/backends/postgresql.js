// PostgreSQL in a cluster of its own, without a password, on a port and a socket folder of its own.
'use strict'

const { chownSync, chmodSync, existsSync, readdirSync } = require('node:fs')
const path = require('node:path')
const { freePort, output, startProgram } = require('./program')

const debianFolder = '/usr/lib/postgresql'

module.exports = {
  title: 'PostgreSQL',
  kind: 'real server',
  sharing: 'live',
  needs: 'PostgreSQL (postgres, initdb)',

  async version () {
    return /\d+(\.\d+)*/.exec(await output(program('postgres'), ['--version']))[0]
  },

  async start (folder) {
    const owner = await owningUser(folder)
    const data = path.join(folder, 'data')
    await output(program('initdb'), ['-D', data, '-A', 'trust', '-U', 'lab', '--locale=C', '--encoding=UTF8', '--no-sync'], owner)
    const port = await freePort()
    const sql = (text, ...flags) => output(program('psql'), ['-h', '127.0.0.1', '-p', port, '-U', 'lab', ...flags, '-d', 'postgres', '-c', text], owner)
    const server = await startProgram(
      program('postgres'), ['-D', data, '-p', port, '-h', '127.0.0.1', '-k', folder, '-c', 'fsync=off'], { port, isReady: () => sql('select 1').then(() => true, () => false), ...owner }
    )
    return {
      async fresh () {
        await sql('drop schema public cascade')
        await sql('create schema public')
        return { host: '127.0.0.1', port, user: 'lab', database: 'postgres', url: `postgresql://lab@127.0.0.1:${port}/postgres` }
      },
      async record (_place, id) {
        const tables = await sql("select table_name from information_schema.tables where table_schema = 'public'", '-At')
        for (const table of tables.trim().split('\n')) {
          const row = await sql(`select row_to_json(t) from "${table}" t where t::text like '%${id}%' limit 1`, '-At')
          if (row.trim()) return row.trimEnd()
        }
        return undefined
      },
      stop: () => server.stop('SIGINT')
    }
  }
}

// Debian keeps the server's programs out of the PATH.
function program (name) {
  const versions = existsSync(debianFolder) ? readdirSync(debianFolder).sort((a, b) => b - a) : []
  const places = versions.map((version) => path.join(debianFolder, version, 'bin', name))
  return places.find((place) => existsSync(place)) ?? name
}

// PostgreSQL refuses to run as root.
async function owningUser (folder) {
  if (process.getuid?.() !== 0) return { cwd: folder }
  const uid = Number(await output('id', ['-u', 'postgres']))
  const gid = Number(await output('id', ['-g', 'postgres']))
  chmodSync(path.dirname(folder), 0o755)
  chownSync(folder, uid, gid)
  return { uid, gid, cwd: folder }
}
