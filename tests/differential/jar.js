'use strict'

// Which values of the session cookie has this client received?

module.exports = class Jar {
  constructor (cookieName) {
    this.prefix = `${cookieName}=`
    this.values = []
  }

  // `response` is the raw text, one character a byte.
  take (response) {
    const head = response.split('\r\n\r\n', 1)[0]
    for (const line of head.split('\r\n')) {
      const [, cookie] = /^set-cookie: ?(.*)$/i.exec(line) ?? []
      if (cookie?.startsWith(this.prefix)) this.values.push(cookie.slice(this.prefix.length).split(';', 1)[0])
    }
  }

  // As it stood in Set-Cookie, percent-encoded.
  encoded () {
    return this.values.at(-1)
  }

  first () {
    return this.values[0]
  }

  value () {
    return this.values.length === 0 ? undefined : decodeURIComponent(this.encoded())
  }

  id () {
    return this.value()?.replace(/^s:/, '').replace(/\.[^.]*$/, '')
  }
}
