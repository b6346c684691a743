// What does a server answer to one request, over a connection of its own?
'use strict'

const http = require('node:http')
const https = require('node:https')

/**
 * @typedef {object} Answer
 * @property {number} status
 * @property {import('node:http').IncomingHttpHeaders} headers
 * @property {string[]} names of the headers, as they were sent
 * @property {string} text
 */

/**
 * By node:http, because fetch takes no certificate that nobody signed, and makes headers of its own.
 *
 * @param {URL} url
 * @param {{ method?: string, headers?: Record<string, string>, body?: string, patience?: number }} [request] `patience` in
 *   milliseconds
 * @returns {Promise<Answer>}
 * @throws {Error} when there is no whole answer in time
 */
function ask (url, { method = 'GET', headers = {}, body, patience = 10_000 } = {}) {
  const { request } = url.protocol === 'https:' ? https : http
  return new Promise((resolve, reject) => {
    const signal = AbortSignal.timeout(patience)
    request(url, { method, headers, agent: false, rejectUnauthorized: false, signal }, (response) => {
      const chunks = []
      const text = () => Buffer.concat(chunks).toString()
      response.on('data', (chunk) => chunks.push(chunk))
      response.on('end', () => resolve({
        status: response.statusCode,
        headers: response.headers,
        names: response.rawHeaders.filter((_, index) => index % 2 === 0),
        text: text()
      }))
      response.on('error', (error) => {
        const cut = new Error(`${url.pathname} ended after ${text().length} bytes: ${error.message}`, { cause: error })
        reject(Object.assign(cut, { code: error.code }))
      })
    }).on('error', reject).end(body)
  })
}

module.exports = { ask }
