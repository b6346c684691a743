// Which exchange does a request belong to? The link by which sessions and stores find the settings of their middleware.
// @ts-check
'use strict'

const { plain } = require('./port')

/** @typedef {import('../exchange/exchange')} Exchange */

// A property and no WeakMap: it is inherited by what frameworks make of a request, and takes a tenth of the time.
const EXCHANGE = Symbol('session exchange')

/**
 * @param {any} carrier a request, or what stands in for one
 * @param {Exchange} exchange
 */
function link (carrier, exchange) {
  carrier[EXCHANGE] = exchange
}

/**
 * @param {any} carrier
 * @returns {Exchange | undefined} undefined for what no middleware has seen, as `store.load` makes it
 */
function exchangeOf (carrier) {
  return carrier[EXCHANGE]
}

/**
 * @param {any} carrier
 * @returns {import('./port').Port} the way in which its middleware asks stores
 */
function portOf (carrier) {
  return exchangeOf(carrier)?.settings.port ?? plain
}

module.exports = { exchangeOf, link, portOf }
