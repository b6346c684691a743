// How does a response refuse changes while it waits, when its headers cannot be rendered without being sent?
// @ts-check
'use strict'

/** What is refused, and what Node.js calls it. */
const REFUSING = Object.entries({ appendHeader: 'append', removeHeader: 'remove', setHeader: 'set', setHeaders: 'set', writeHead: 'write' })

/**
 * Makes a response look as if its headers had been sent.
 *
 * @param {any} res
 * @returns {() => void} makes it what it was
 */
function seal (res) {
  // HTTP/2 has no status message, and warns who asks for it.
  const status = res.stream ? { statusCode: res.statusCode } : { statusCode: res.statusCode, statusMessage: res.statusMessage }
  /** @type {[string, PropertyDescriptor | undefined][]} */
  const before = []
  const replace = (/** @type {string} */ name, /** @type {PropertyDescriptor} */ descriptor) => {
    const own = Object.getOwnPropertyDescriptor(res, name)
    // A framework's own, for good
    if (own?.configurable === false) return
    before.push([name, own])
    Object.defineProperty(res, name, { ...descriptor, configurable: true })
  }
  for (const [name, verb] of REFUSING) {
    if (typeof res[name] === 'function') replace(name, { value: () => refuse(verb), writable: true })
  }
  if (typeof res.flushHeaders === 'function') replace('flushHeaders', { value: keepHeaders, writable: true })
  replace('write', { value: refuseWrite, writable: true })
  replace('headersSent', { value: true })

  return () => {
    for (const [name, descriptor] of before) {
      if (descriptor) Object.defineProperty(res, name, descriptor)
      else delete res[name]
    }
    Object.assign(res, status)
  }
}

/**
 * @param {string} verb
 * @throws {Error} what Node.js throws once it has sent the headers
 */
function refuse (verb) {
  const error = new Error(`Cannot ${verb} headers after they are sent to the client`)
  throw Object.assign(error, { code: 'ERR_HTTP_HEADERS_SENT' })
}

/**
 * Refuses what is written behind the end, as Node.js does; but for the event `error` where nobody listens, which would end a
 * process that express-session lets live.
 *
 * @this {any}
 * @param {unknown} _chunk
 * @param {unknown} encoding
 * @param {unknown} callback
 */
function refuseWrite (_chunk, encoding, callback) {
  const error = Object.assign(new Error('write after end'), { code: 'ERR_STREAM_WRITE_AFTER_END' })
  const told = typeof encoding === 'function' ? encoding : callback
  process.nextTick(() => {
    if (typeof told === 'function') told(error)
    if (this.listenerCount?.('error') > 0) this.emit('error', error)
  })
  return false
}

/** Stands for `flushHeaders`: headers wait for the store with all else. */
function keepHeaders () {}

module.exports = { keepHeaders, refuseWrite, seal }
