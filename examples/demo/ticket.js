// What does a visitor see of the session at first sight?
'use strict'

const { clockTime, minutes, shortId } = require('./figures')
const html = require('./html')
const { modules } = require('./modules')

/** @param {import('./page').View} view */
function ticket ({ id, user, views, cookie, module }) {
  const { base } = module
  const [other] = modules.filter(({ key }) => key !== module.key)
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
          <div>
            <dt>Served by</dt>
            <dd><strong>${module.title}</strong></dd>
          </div>
        </dl>
        <p class="buttons"><a class="button" href="${base}/">Count a view</a> <a href="${base}/look">Look without counting</a>
        <a href="${other.base}/">Count one with ${other.title}</a></p>
      </div>
    </section>`
}

module.exports = ticket
