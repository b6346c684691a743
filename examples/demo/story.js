// What just happened, in words?
'use strict'

const html = require('./html')
const { clockTime, shortId } = require('./figures')

const sentences = {
  bare: () => html`Your browser sent no session cookie`,
  refused: () => html`Your browser sent a cookie whose signature is wrong: it was ignored`,
  missed: (id) => html`Your browser asked for session ${id}, which the store does not have`,
  began: (id) => html`A new session began: ${id}`,
  found: (id) => html`Session ${id} was found in the store`,
  renewed: (id) => html`The id changed to ${id}, because you logged in`,
  destroyed: (id) => html`Session ${id} was destroyed`,
  saved: (id) => html`Session ${id} was saved`,
  touched: (id) => html`Session ${id} was touched: nothing in it changed, it just lives longer`
}

/** @param {import('./logbook').Entry[]} history the newest first */
function story ([present, ...past]) {
  return html`
    <ol class="story">
      ${entry(present, html`<li class="pending">Once this page is out, the session is saved if it changed, touched if not</li>`)}
      ${past.map((request) => entry(request))}
    </ol>`
}

function entry ({ method, path, time, steps }, coming) {
  return html`
      <li${coming && html` class="present"`}>
        <h3><code>${method} ${path}</code> ${coming ? 'This page' : clockTime(time)}</h3>
        <ul>
          ${steps.map((step) => html`<li>${sentence(step)}</li>`)}
          ${coming}
        </ul>
      </li>`
}

function sentence ({ step, id, times }) {
  return html`${sentences[step](html`<code>${shortId(id)}</code>`)}${times > 1 && `, ${times} times`}`
}

module.exports = story
