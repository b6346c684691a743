// What does the demo look like in HTML?
'use strict'

const { clockTime, minutes, shortId } = require('./figures')
const html = require('./html')
const story = require('./story')

/**
 * @param {object} view
 * @param {string} view.id
 * @param {string} [view.user]
 * @param {number} view.views
 * @param {Record<string, any>} view.cookie its name, its attributes, and `sent`: its value as the browser sent it
 * @param {import('./logbook').Entry[]} view.history
 * @param {string} [view.notice]
 * @param {string} view.password
 * @param {number} view.longestName
 * @param {string} view.token
 * @returns {string}
 */
function mainPage (view) {
  return page('A session, from the inside', html`
    ${ticket(view)}
    <div class="columns">
      <section class="card${view.user && ' greeting'}" aria-labelledby="who">
        ${view.user ? logoutForm(view) : loginForm(view)}
      </section>
      <section class="card" aria-labelledby="cookie">
        ${cookieFacts(view)}
      </section>
    </div>
    <section class="card" aria-labelledby="happened">
      <h2 id="happened">What just happened</h2>
      ${story(view.history)}
    </section>`)
}

/** @param {string} sentence */
function errorPage (sentence) {
  return page('That did not work', html`
    <section class="card">
      <p>${sentence}</p>
      <p><a class="button" href="/look">Back to the demo</a></p>
    </section>`)
}

function page (title, content) {
  return String(html`<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <title>${title} · express-session-wasm</title>
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <link rel="icon" href="/icon.svg" type="image/svg+xml">
    <link rel="stylesheet" href="/style.css">
    <script src="/clock.js" defer></script>
  </head>
  <body>
    <header>
      <p class="product">express-session-wasm</p>
      <h1>${title}</h1>
    </header>
    <main>${content}
    </main>
    <footer>
      <p>An Express app whose session ids and signatures are made by Rust, in WebAssembly. Its sessions live in memory and
      end with the process.</p>
    </footer>
  </body>
</html>
`)
}

function ticket ({ id, user, views, cookie }) {
  return html`
    <section class="ticket" aria-label="Your session">
      <div class="counter">
        <p class="number">${views}</p>
        <p>${views === 1 ? 'view' : 'views'} in this session</p>
      </div>
      <div class="stub">
        <p class="holder">${user ?? 'Visitor'}</p>
        <dl>
          <div>
            <dt>Session id</dt>
            <dd>
              <details>
                <summary><code>${shortId(id)}</code> <span class="action"></span></summary>
                <p><code>${id}</code></p>
                <p class="aside">Whoever has it, with its signature, is you. No real site shows it.</p>
              </details>
            </dd>
          </div>
          <div>
            <dt>Expires</dt>
            <dd>${clockTime(cookie.expires)}, <span data-until="${cookie.expires.toISOString()}">in ${minutes(cookie.expires - Date.now())}</span></dd>
          </div>
        </dl>
        <p class="buttons"><a class="button" href="/">Count a view</a> <a href="/look">Look without counting</a></p>
      </div>
    </section>`
}

function loginForm ({ notice, password, longestName, token }) {
  return html`
        <h2 id="who">Log in</h2>
        ${notice && html`<p class="notice" role="alert">${notice}</p>`}
        <form method="post" action="/login">
          <input type="hidden" name="csrf" value="${token}">
          <label>Your name <input name="user" required maxlength="${longestName}" autocomplete="username" autocapitalize="off" spellcheck="false"></label>
          <label>Password <input name="password" type="password" required autocomplete="off" aria-describedby="password-is"></label>
          <p class="aside" id="password-is">Any name will do. The password is <kbd>${password}</kbd></p>
          <button class="button">Log in</button>
        </form>
        <p class="aside">You get a new session id and keep your views. The old id ends, so that nobody who knew it is logged
        in along with you.</p>`
}

function logoutForm ({ user, token }) {
  return html`
        <h2 id="who">Hello, ${user}</h2>
        <p>This session knows you until you log out or it expires.</p>
        <form method="post" action="/logout">
          <input type="hidden" name="csrf" value="${token}">
          <button class="button">Log out</button>
        </form>
        <p class="aside">That destroys the session in the store. A copy of your cookie, wherever it may be, opens nothing
        after that.</p>`
}

function cookieFacts ({ id, cookie }) {
  const { name, sent, path, httpOnly, sameSite, secure } = cookie
  return html`
        <h2 id="cookie">What the cookie says</h2>
        <dl class="facts">
          <div><dt>${name}</dt><dd>${sent ? sentValue(sent, id) : 'Your browser sent none. This page brings the first.'}</dd></div>
          <div><dt>HttpOnly</dt><dd>${httpOnly ? 'Scripts on a page cannot read it.' : 'Not set: scripts on a page can read it.'}</dd></div>
          <div><dt>SameSite</dt><dd><code>${sameSite}</code>, so forms on other sites are sent without it.</dd></div>
          <div><dt>Secure</dt><dd>${secure ? 'It travels over HTTPS alone.' : 'Not set, because this page came over plain HTTP.'}</dd></div>
          <div><dt>Path</dt><dd><code>${path}</code>, so every page of this site gets it.</dd></div>
        </dl>`
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

module.exports = { errorPage, mainPage }
