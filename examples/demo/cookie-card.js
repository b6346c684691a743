// What does the session cookie say?
'use strict'

const html = require('./html')

/** @param {import('./page').View} view */
function cookieCard ({ id, cookie, hasKeptCookie, module: { base }, token }) {
  const { name, sent, path, httpOnly, sameSite, secure } = cookie
  return html`
        <h2 id="cookie">What the cookie says</h2>
        <dl class="facts">
          <div><dt>${name}</dt><dd>${sent ? sentValue(sent, id) : 'Your browser sent none. This page brings the first.'}</dd></div>
          <div><dt>HttpOnly</dt><dd>${httpOnly ? 'Scripts on a page cannot read it.' : 'Not set: scripts on a page can read it.'}</dd></div>
          <div><dt>SameSite</dt><dd><code>${sameSite}</code>, so forms on other sites are sent without it.</dd></div>
          <div><dt>Secure</dt><dd>${secure ? 'It travels over HTTPS alone.' : 'Not set, because this page came over plain HTTP.'}</dd></div>
          <div><dt>Path</dt><dd><code>${path}</code>, so every page of this site gets it.</dd></div>
        </dl>
        <form class="row" method="post" action="${base}/${hasKeptCookie ? 'restore' : 'forge'}">
          <input type="hidden" name="csrf" value="${token}">
          <button class="button quiet">${hasKeptCookie ? 'Put the true cookie back' : 'Forge its signature'}</button>
          <span class="aside">${hasKeptCookie ? 'Its session is still in the store.' : 'Your id, signed by nobody: see what it opens.'}</span>
        </form>`
}

/** Signed, the value is `s:`, the id, a dot and the signature; percent-encoded, as it travels. */
function sentValue (sent, id) {
  const start = `s%3A${id}.`
  if (!sent.startsWith(start)) {
    return html`Your browser sent one that is not valid here. This page brings another.`
  }
  return html`
            <details>
              <summary>The session id and a signature, no data. <span class="action"></span></summary>
              <p class="value"><code>s%3A<b>${id}</b>.<i>${sent.slice(start.length)}</i></code></p>
              <p class="aside"><b>The id</b> and <i>its signature</i>. Anybody can read the id; only the server can sign one.</p>
            </details>`
}

module.exports = cookieCard
