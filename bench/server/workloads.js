// Which requests do the servers get, and of what application?
'use strict'

/**
 * @typedef {object} Workload
 * @property {string} name
 * @property {'express' | 'express4'} express
 * @property {'default' | 'redis'} store
 * @property {object} options of `session()` besides those of all; express-session takes no notice of what it does not know
 * @property {boolean} heavy whether the application does what others do around its sessions
 * @property {string} method
 * @property {string} path
 * @property {string} body
 */

const order = JSON.stringify({ sku: 'SKU-100231', quantity: 2, note: 'as a present, please', address: { city: 'London' } })

/** An application that does nothing besides, with every store. */
const light = [
  ...['default', 'redis'].flatMap((store) => [
    workload(`${nameOf(store)}, read`, { store, path: '/account' }),
    workload(`${nameOf(store)}, modify`, { store, path: '/count' })
  ]),
  workload('Redis, read, touchAfter', { store: 'redis', path: '/account', options: { touchAfter: 60_000 } })
]

/** One of twenty middlewares, body parsers among them; what modifies comes with a body. */
const heavy = ['express', 'express4'].flatMap((express) => [
  workload(`Express ${express === 'express' ? 5 : 4}, read`, { express, heavy: true, path: '/account' }),
  workload(`Express ${express === 'express' ? 5 : 4}, modify`, { express, heavy: true, method: 'POST', path: '/count', body: order })
])

/** @returns {Workload} */
function workload (name, particulars) {
  return { name, express: 'express', store: 'default', options: {}, heavy: false, method: 'GET', body: '', ...particulars }
}

function nameOf (store) {
  return store === 'redis' ? 'Redis' : 'default store'
}

/**
 * The request as text.
 *
 * @param {Workload} workload
 * @param {string} cookies
 */
function requestText ({ method, path, body }, cookies) {
  return [
    `${method} ${path} HTTP/1.1`,
    'Host: shop.example',
    'User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
    'Accept: application/json',
    'Accept-Language: en',
    `Cookie: ${cookies}`,
    ...body ? ['Content-Type: application/json', `Content-Length: ${Buffer.byteLength(body)}`] : [],
    '',
    body
  ].join('\r\n')
}

module.exports = { heavy, light, requestText }
