// How does a file outside of an installed tree use the packages in it?
'use strict'

const Module = require('node:module')
const path = require('node:path')
const { pathToFileURL } = require('node:url')

/**
 * @param {string} folder with a node_modules folder in it
 * @param {Record<string, string>} [stubs] files that stand in for packages whose native part cannot be had
 */
function treeAt (folder, stubs = {}) {
  replace(stubs)
  const requireThere = Module.createRequire(path.join(folder, 'package.json'))
  return {
    require: requireThere,
    load: (name) => import(pathToFileURL(requireThere.resolve(name)))
  }
}

function replace (stubs) {
  const load = Module._load
  Module._load = function (request, ...rest) {
    return Object.hasOwn(stubs, request) ? require(stubs[request]) : load.call(this, request, ...rest)
  }
}

module.exports = { treeAt }
