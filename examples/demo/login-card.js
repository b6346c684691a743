// How does the page greet a visitor, or ask for a name?
'use strict'

const html = require('./html')
const { LONGEST_NAME, PASSWORD } = require('./login')

/** @param {import('./page').View} view */
function loginCard (view) {
  return view.user ? logoutForm(view) : loginForm(view)
}

function loginForm ({ notice, module: { base }, token }) {
  const wrong = (field) => notice?.field === field && html` aria-invalid="true" autofocus`
  const described = (field, more) => [more, notice?.field === field && 'notice'].filter(Boolean).join(' ')
  return html`
        <h2 id="who">Log in</h2>
        ${notice && html`<p class="notice" id="notice" role="alert">${notice.text}</p>`}
        <form method="post" action="${base}/login">
          <input type="hidden" name="csrf" value="${token}">
          <label>Your name <input name="user" value="${notice?.user}" required maxlength="${LONGEST_NAME}" autocomplete="username" autocapitalize="off" spellcheck="false" aria-describedby="${described('user')}"${wrong('user')}></label>
          <label>Password <input name="password" type="password" required autocomplete="off" aria-describedby="${described('password', 'password-is')}"${wrong('password')}></label>
          <p class="aside" id="password-is">Any name will do. The password is <kbd>${PASSWORD}</kbd></p>
          <button class="button">Log in</button>
        </form>
        <p class="aside">You get a new session id and keep your views. The old id ends, so that nobody who knew it is logged
        in along with you.</p>`
}

function logoutForm ({ user, module: { base }, token }) {
  return html`
        <h2 id="who">Hello, ${user}</h2>
        <p>This session knows you until you log out or it expires.</p>
        <form method="post" action="${base}/logout">
          <input type="hidden" name="csrf" value="${token}">
          <button class="button">Log out</button>
        </form>
        <p class="aside">That destroys the session in the store. A copy of your cookie, wherever it may be, opens nothing
        after that.</p>`
}

module.exports = loginCard
