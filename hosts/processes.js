// Which hosts are processes, where is the binary of each, and how does it run a program?
'use strict'

const { existsSync } = require('node:fs')
const path = require('node:path')

const runningMajor = Number.parseInt(process.versions.node)

/**
 * @typedef {object} ProcessHost
 * @property {string} name by which it is chosen
 * @property {string} label in the table
 * @property {string} packages the folder whose packages bring it
 * @property {() => string | undefined} binary if it is installed
 * @property {string[]} flags that stand before the program
 * @property {'npm' | 'bun'} installer what its users install packages with
 */

/** @type {ProcessHost[]} */
const processes = [
  ...[20, 22, 24, 26].map((major) => ({
    name: `node${major}`, label: `Node.js ${major}`, packages: 'hosts/nodes', binary: () => nodeBinary(major), flags: [], installer: 'npm'
  })),
  {
    name: 'thread',
    label: 'worker_threads',
    packages: 'hosts/nodes',
    binary: () => process.execPath,
    flags: ['thread.mjs'],
    installer: 'npm'
  },
  {
    name: 'deno',
    label: 'Deno 2',
    packages: 'hosts/runtimes',
    binary: denoBinary,
    flags: ['run', '--allow-net', '--allow-env', '--allow-read'],
    installer: 'npm'
  },
  {
    name: 'deno-without-read',
    label: 'Deno 2, no `--allow-read`',
    packages: 'hosts/runtimes',
    binary: denoBinary,
    flags: ['run', '--allow-net', '--allow-env'],
    installer: 'npm'
  },
  { name: 'bun', label: 'Bun 1', packages: 'hosts/runtimes', binary: bunBinary, flags: [], installer: 'bun' }
]

/** The Node.js that runs this file. @type {ProcessHost} */
const runningNode = {
  name: 'node', label: `Node.js ${runningMajor}`, packages: 'hosts/runtimes', binary: () => process.execPath, flags: [], installer: 'npm'
}

// npm has the binaries of Node.js under a name for each platform; those for Linux on x64 stand in hosts/nodes/package.json.
function nodeBinary (major) {
  return installed('nodes', `node${major}`, 'bin', 'node') ?? (major === runningMajor ? process.execPath : undefined)
}

function denoBinary () {
  const platform = { linux: `linux-${process.arch}-glibc` }[process.platform] ?? `${process.platform}-${process.arch}`
  return installed('runtimes', '@deno', platform, executable('deno'))
}

function bunBinary () {
  const system = { win32: 'windows' }[process.platform] ?? process.platform
  const processor = { arm64: 'aarch64' }[process.arch] ?? process.arch
  return installed('runtimes', '@oven', `bun-${system}-${processor}`, 'bin', executable('bun'))
}

function executable (name) {
  return process.platform === 'win32' ? `${name}.exe` : name
}

function installed (folder, ...place) {
  const file = path.join(__dirname, folder, 'node_modules', ...place)
  return existsSync(file) ? file : undefined
}

module.exports = { bunBinary, denoBinary, processes, runningNode }
