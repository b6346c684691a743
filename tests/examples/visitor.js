'use strict'

// How does somebody with a browser use a site: cookies kept, redirects followed, forms filled in?

class Visitor {
  constructor (url) {
    this.url = url
    // The session cookie as it stands in a Cookie header.
    this.cookie = undefined
  }

  get (path) {
    return this.send(path, {})
  }

  post (path, fields) {
    return this.send(path, { method: 'POST', body: new URLSearchParams(fields) })
  }

  // Fills in the form that the page at `path` shows, its hidden field included.
  async submit (path, action, fields = {}) {
    return this.post(action, { csrf: csrfToken((await this.get(path)).text), ...fields })
  }

  // The session id as the cookie tells it.
  get id () {
    return this.cookie && /=s%3A(.{32})\./.exec(this.cookie)[1]
  }

  // The same cookie in another browser.
  copy () {
    const other = new Visitor(this.url)
    other.cookie = this.cookie
    return other
  }

  async send (path, options) {
    const headers = this.cookie ? { cookie: this.cookie } : {}
    const response = await fetch(new URL(path, this.url), { headers, redirect: 'manual', ...options })
    const setCookies = response.headers.getSetCookie()
    if (setCookies.length > 0) this.cookie = setCookies[0].split(';')[0]
    const text = await response.text()
    if (response.status === 303) return this.get(response.headers.get('location'))
    return { status: response.status, headers: response.headers, setCookies, text }
  }
}

function csrfToken (page) {
  return /name="csrf" value="([^"]+)"/.exec(page)?.[1]
}

module.exports = { Visitor, csrfToken }
