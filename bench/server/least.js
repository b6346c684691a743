// How little can a session in a store cost? What any must do, with no rule of sessions: the limit of what can be asked of one.
'use strict'

const { createHmac, randomBytes } = require('node:crypto')
const { internal, sides } = require('../measure/sides')

const { keepAsTables } = internal('node/tables')
const { MemoryStore, Store } = sides[1].session

const PREFIX = 'connect.sid=s%3A'
/** What a visitor without one is given, and has to bring back. */
const cookie = { originalMaxAge: null, expires: null, httpOnly: true, path: '/' }

/**
 * A middleware that reads a signed id, asks the store for its session, and has the response wait until the store knows what
 * became of that: as much as the application of this bench needs, which changes no more than what stands in a session itself.
 *
 * @param {{ secret: string, store: any, touchAfter?: number }} options with `touchAfter` the store never hears of what only reads
 */
function leastSession ({ secret, store, touchAfter }) {
  return function session (req, res, next) {
    keepAsTables(req, res)
    const id = idIn(req.headers.cookie, secret)
    if (!id) return begin()
    store.get(id, (error, data) => {
      if (error || !data) return next(error || new Error('there is no such session'))
      const before = { ...data }
      req.session = data
      endAfter(res, (told) => {
        if (!Object.keys(before).every((key) => data[key] === before[key])) return store.set(id, data, told)
        return touchAfter === undefined ? store.touch(id, data, told) : told()
      })
      next()
    })

    function begin () {
      const newId = randomBytes(24).toString('base64url')
      req.session = { cookie }
      res.setHeader('Set-Cookie', `${PREFIX}${encodeURIComponent(`${newId}.${signatureOf(newId, secret)}`)}; Path=/; HttpOnly`)
      endAfter(res, (told) => store.set(newId, req.session, told))
      next()
    }
  }
}

/** Has the end of a response wait until somebody is told. */
function endAfter (res, telling) {
  const { end } = res
  res.end = (...args) => telling(() => end.apply(res, args))
}

function idIn (header, secret) {
  const start = header.indexOf(PREFIX)
  if (start === -1) return undefined
  const end = header.indexOf(';', start)
  const [id, signature] = decodeURIComponent(header.slice(start + PREFIX.length, end === -1 ? undefined : end)).split('.')
  return signature === signatureOf(id, secret) ? id : undefined
}

function signatureOf (id, secret) {
  return createHmac('sha256', secret).update(id).digest('base64').replace(/=+$/, '')
}

module.exports = Object.assign(leastSession, { MemoryStore, Store })
