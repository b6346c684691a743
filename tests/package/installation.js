// How does a user without Rust come to have the package? Packed, and installed in an empty folder.
'use strict'

const { execFileSync, spawnSync } = require('node:child_process')
const { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } = require('node:fs')
const { tmpdir } = require('node:os')
const path = require('node:path')

const root = path.join(__dirname, '..', '..')
const expressVersion = require('../../package.json').devDependencies.express

class Installation {
  constructor () {
    this.folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'express-session-wasm-')))
    this.tarball = path.join(this.folder, npm(this.folder, ['pack', path.join(root, 'pkg'), '--silent']).trim())
  }

  /**
   * Installs the packed package under a name, beside Express.
   *
   * @param {string} name
   * @returns {string} the folder of the application
   */
  under (name) {
    const folder = mkdtempSync(path.join(this.folder, 'app-'))
    const dependencies = { express: expressVersion, [name]: `file:${this.tarball}` }
    writeFileSync(path.join(folder, 'package.json'), JSON.stringify({ private: true, dependencies }))
    npm(folder, ['install', '--prefer-offline', '--no-audit', '--no-fund', '--silent'])
    return folder
  }

  remove () {
    rmSync(this.folder, { recursive: true, force: true })
  }
}

/**
 * Runs a program in the folder of an application.
 *
 * @param {string} folder
 * @param {string} fileName its ending tells Node.js which module system it is written for
 * @param {string} source
 * @param {string[]} [flags] of node
 * @param {(args: string[]) => [string, string[]]} [command] what runs node, given its arguments
 */
function runIn (folder, fileName, source, flags = [], command = (args) => [process.execPath, args]) {
  writeFileSync(path.join(folder, fileName), source)
  const { NODE_ENV, NODE_OPTIONS, ...env } = process.env
  const { status, stdout, stderr } = spawnSync(...command([...flags, fileName]), { cwd: folder, env, encoding: 'utf8' })
  return { status, stdout, stderr }
}

function npm (cwd, args) {
  // On Windows npm is a script, which only a shell runs.
  return execFileSync('npm', args, { cwd, encoding: 'utf8', shell: process.platform === 'win32' })
}

function readJson (...place) {
  return JSON.parse(readFileSync(path.join(...place), 'utf8'))
}

module.exports = { Installation, readJson, runIn }
