// How does the user of a host come to have the package? Packed, and installed in place of express-session.
'use strict'

const { execFile } = require('node:child_process')
const fs = require('node:fs/promises')
const os = require('node:os')
const path = require('node:path')
const { promisify } = require('node:util')

const root = path.join(__dirname, '..')
const tarballName = 'express-session-wasm.tgz'
const isProgram = (file) => /\.[cm]?js$/.test(file)

/** A folder of its own for everything that is installed and built, until `remove`. */
class Installations {
  static async create () {
    const folder = await fs.realpath(await fs.mkdtemp(path.join(os.tmpdir(), 'express-session-wasm-hosts-')))
    const [{ filename }] = Object.values(JSON.parse(
      await run('npm', ['pack', path.join(root, 'pkg'), '--json', '--pack-destination', folder], { cwd: folder })
    ))
    await fs.rename(path.join(folder, filename), path.join(folder, tarballName))
    return new Installations(folder)
  }

  constructor (folder) {
    this.folder = folder
    this.tarball = path.join(folder, tarballName)
  }

  /** A new folder among the installations, with nothing in it. */
  empty () {
    return fs.mkdtemp(path.join(this.folder, 'app-'))
  }

  /**
   * Installs the application of hosts/application with the packed package.
   *
   * @param {string} [bun] installs it with this Bun instead of npm
   * @returns {Promise<string>} the folder of the application
   */
  async withPackage (bun) {
    const folder = await this.#application()
    await fs.copyFile(this.tarball, path.join(folder, tarballName))
    const manifest = JSON.parse(await fs.readFile(path.join(folder, 'package.json'), 'utf8'))
    manifest.dependencies['express-session'] = `file:./${tarballName}`
    await fs.writeFile(path.join(folder, 'package.json'), JSON.stringify(manifest))
    if (bun) await run(bun, ['install', '--ignore-scripts', '--silent'], { cwd: folder })
    else await npm('install', folder)
    return folder
  }

  /** Installs the same application with express-session itself. */
  async withReference () {
    const folder = await this.#application()
    await npm('ci', folder)
    return folder
  }

  async #application () {
    const folder = await this.empty()
    const source = path.join(__dirname, 'application')
    const files = await fs.readdir(source)
    const copied = files.filter((file) => isProgram(file) || /^package(-lock)?\.json$/.test(file))
    await Promise.all(copied.map((file) => fs.copyFile(path.join(source, file), path.join(folder, file))))
    return folder
  }

  remove () {
    return fs.rm(this.folder, { recursive: true, force: true })
  }
}

function npm (command, cwd) {
  return run('npm', [command, '--prefer-offline', '--ignore-scripts', '--no-audit', '--no-fund', '--silent'], { cwd })
}

/** Runs a program that has to succeed, and gives back what it printed on standard output. */
async function run (program, args, options) {
  // On Windows npm is a script, which only a shell runs.
  const shell = process.platform === 'win32' && program === 'npm'
  const { stdout } = await promisify(execFile)(program, args, { ...options, shell, maxBuffer: 1 << 26 })
  return stdout
}

module.exports = { Installations, run }
