// What does the demo look like in HTML?
'use strict'

const cookieCard = require('./cookie-card')
const experiments = require('./experiments')
const html = require('./html')
const loginCard = require('./login-card')
const { ours, reference } = require('./modules')
const secretCard = require('./secret-card')
const story = require('./story')
const ticket = require('./ticket')
const { trialCard } = require('./trial-card')

/**
 * @typedef {object} View
 * @property {string} id
 * @property {string} [user]
 * @property {number} views
 * @property {Record<string, any>} cookie its name, its attributes, and `sent`: its value as the browser sent it
 * @property {{ count: number, signer: number }} secrets how many there are, and which of them signed the cookie that was sent
 * @property {boolean} hasKeptCookie whether the browser keeps a true cookie beside a forged one
 * @property {import('./logbook').Entry[]} history
 * @property {{ text: string, field: string, user: string }} [notice] why a log-in was refused
 * @property {import('./modules').Module} module which serves the page
 * @property {import('./laboratory')} laboratory
 * @property {string} token
 *
 * @param {View} view
 * @returns {string}
 */
function mainPage (view) {
  return page('A session, from the inside', html`
    ${ticket(view)}
    <div class="columns">
      <section class="card${view.user && ' greeting'}" aria-labelledby="who">
        ${loginCard(view)}
      </section>
      <section class="card" aria-labelledby="cookie">
        ${cookieCard(view)}
      </section>
    </div>
    <div class="columns">
      <section class="card" aria-labelledby="happened">
        <h2 id="happened">What just happened</h2>
        ${story(view.history)}
      </section>
      <section class="card" aria-labelledby="secrets">
        ${secretCard(view)}
      </section>
    </div>
    ${sideBySide(view)}`, html`
      <p class="lead">One application on two modules, which share its sessions. Below, both go through the same trials:
      <a href="#side-by-side">${ours.title} and ${reference.title} side by side</a>.</p>`)
}

/** @param {string} sentence */
function errorPage (sentence) {
  return page('That did not work', html`
    <section class="card">
      <p>${sentence}</p>
      <p><a class="button" href="/look">Back to the demo</a></p>
    </section>`)
}

function page (title, content, lead) {
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
    <script src="/live.js" defer></script>
  </head>
  <body>
    <header>
      <p class="product">express-session-wasm</p>
      <h1>${title}</h1>${lead}
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

function sideBySide ({ laboratory, module: { base }, token }) {
  return html`
    <section class="trials" aria-labelledby="side-by-side">
      <h2 id="side-by-side">Side by side</h2>
      <p class="lead">The same small applications on ${reference.title} and on ${ours.title}, each side in a thread and on a port
      of its own. This server visits them as browsers would, and tells what it saw.</p>
      <form class="row" method="post" action="${base}/experiments" data-live>
        <input type="hidden" name="csrf" value="${token}">
        <button class="button">Run all</button>
        <span class="aside" role="status"></span>
      </form>
      ${experiments.map((experiment) => trialCard(experiment, laboratory, { base, token }))}
    </section>`
}

module.exports = { errorPage, mainPage }
