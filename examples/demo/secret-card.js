// Which secrets are in use, and which of them signed the cookie?
'use strict'

const { counted } = require('./figures')
const html = require('./html')

/** @param {import('./page').View} view */
function secretCard ({ secrets: { count, signer }, module: { base }, token }) {
  return html`
        <h2 id="secrets">The secret behind it</h2>
        <p><strong>${counted(count, 'secret')}</strong> ${count === 1 ? 'signs and verifies cookies.' : 'verify cookies. The newest signs.'}
        ${sentences(count)[signer] ?? 'None of them signed what your browser sent.'}</p>
        <form class="row" method="post" action="${base}/rotate">
          <input type="hidden" name="csrf" value="${token}">
          <button class="button quiet">Rotate the secret</button>
          ${count > 1 && html`<button class="button quiet" formaction="${base}/retire">Retire the old ${count > 2 ? 'ones' : 'one'}</button>`}
        </form>
        <p class="aside">A new secret goes in front of the array that the middleware was given, while it runs. Nobody is logged out:
        what an older one signed is good until that one is retired, and each response here signs anew.</p>`
}

/** By the place of the secret that signed. */
function sentences (count) {
  return count === 1 ? ['It signed yours.'] : ['It signed yours.', 'The one before signed yours.', 'The oldest signed yours.']
}

module.exports = secretCard
