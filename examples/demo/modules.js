// Which session modules does the demo run side by side?
'use strict'

const { name, version } = require('express-session/package.json')

/**
 * @typedef {object} Module
 * @property {string} key
 * @property {string} title
 * @property {string} base where the demo lets it serve the page
 * @property {any} session what `require` gives
 */

/** @type {Module} */
const reference = { key: 'reference', title: `${name} ${version}`, base: `/on/${name}`, session: require('express-session') }

/** @type {Module} */
const ours = {
  key: 'ours',
  title: 'express-session-wasm',
  base: '',
  session: require('../../pkg') // in a project of your own: require('express-session-wasm')
}

module.exports = { modules: [reference, ours], ours, reference }
