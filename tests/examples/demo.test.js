'use strict'

// Does the demo do what it shows, and is it safe to show it?

const { describe, test } = require('node:test')
const assert = require('node:assert/strict')
const { createApp } = require('../../examples/demo/app')
const { served } = require('./served')
const { Visitor, csrfToken } = require('./visitor')

const PASSWORD = 'open sesame'
const ada = { user: 'ada', password: PASSWORD }

async function visitor (t) {
  return new Visitor(await served(t, createApp({ secret: 'of the tests' })))
}

function viewsOn (page) {
  return Number(/<p class="number">(\d+)<\/p>/.exec(page.text)[1])
}

function isLoggedIn (page) {
  return page.text.includes('action="/logout"')
}

// What the page tells about its own request, and about the one before.
function storyOn (page) {
  return page.text.split('<h3>').slice(1).map((entry) => entry.replace(/<\/li>/g, ' ').replace(/<[^>]*>/g, '').replace(/\s+/g, ' ').trim())
}

describe('the counter', () => {
  test('counts the views of each visitor, not looks', async (t) => {
    const first = await visitor(t)
    const second = new Visitor(first.url)
    assert.deepEqual([viewsOn(await first.get('/')), viewsOn(await first.get('/'))], [1, 2])
    assert.equal(viewsOn(await first.get('/look')), 2)
    assert.equal(viewsOn(await second.get('/')), 1)
  })

  test('goes on after a log-in and starts anew after a log-out', async (t) => {
    const person = await visitor(t)
    await person.get('/')
    assert.equal(viewsOn(await person.submit('/', '/login', ada)), 2)
    assert.equal(viewsOn(await person.submit('/look', '/logout')), 0)
  })
})

describe('a log-in', () => {
  test('changes the id and kills the old one', async (t) => {
    const person = await visitor(t)
    await person.get('/')
    const before = person.copy()
    assert.ok(isLoggedIn(await person.submit('/look', '/login', ada)))
    assert.notEqual(person.id, before.id)
    const { id } = before
    assert.ok(!isLoggedIn(await before.get('/look')))
    assert.notEqual(before.id, id)
  })

  test('changes the token of the forms', async (t) => {
    const person = await visitor(t)
    const before = csrfToken((await person.get('/')).text)
    assert.notEqual(csrfToken((await person.submit('/look', '/login', ada)).text), before)
  })

  test('with a wrong password says so, once', async (t) => {
    const person = await visitor(t)
    const page = await person.submit('/', '/login', { ...ada, password: 'open barley' })
    assert.match(page.text, /role="alert">That is not the password/)
    assert.ok(!isLoggedIn(page))
    assert.doesNotMatch((await person.get('/look')).text, /role="alert"/)
  })

  const unfit = [['no name', ''], ['a name of blanks', '  '], ['a name of 41 characters', 'a'.repeat(41)]]
  for (const [what, user] of unfit) {
    test(`with ${what} is refused`, async (t) => {
      const page = await (await visitor(t)).submit('/', '/login', { user, password: PASSWORD })
      assert.match(page.text, /role="alert">A name has 1 to 40 characters/)
      assert.ok(!isLoggedIn(page))
    })
  }

  test('with two names is refused', async (t) => {
    const person = await visitor(t)
    const csrf = csrfToken((await person.get('/')).text)
    const page = await person.post('/login', [['csrf', csrf], ['user', 'ada'], ['user', 'eve'], ['password', PASSWORD]])
    assert.ok(!isLoggedIn(page))
    assert.match(page.text, /role="alert"/)
  })

  test('shows a name with markup as text', async (t) => {
    const name = `<img src=x onerror="alert('1')">&amp;`
    const page = await (await visitor(t)).submit('/', '/login', { user: name, password: PASSWORD })
    assert.ok(isLoggedIn(page))
    assert.ok(page.text.includes('&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt;&amp;amp;'))
    assert.ok(!page.text.includes('<img'))
  })
})

test('a log-out ends the session for every copy of its cookie', async (t) => {
  const person = await visitor(t)
  await person.submit('/', '/login', ada)
  const thief = person.copy()
  assert.ok(isLoggedIn(await thief.get('/look')))
  assert.ok(!isLoggedIn(await person.submit('/look', '/logout')))
  assert.ok(!isLoggedIn(await thief.get('/look')))
})

describe('a form', () => {
  const tokens = [['a wrong token', { csrf: 'A'.repeat(32) }], ['a short token', { csrf: 'A' }], ['no token', {}]]
  for (const [what, fields] of tokens) {
    test(`with ${what} logs nobody in`, async (t) => {
      const person = await visitor(t)
      await person.get('/')
      const page = await person.post('/login', { ...ada, ...fields })
      assert.equal(page.status, 403)
      assert.match(page.text, /does not belong to your session/)
      assert.ok(!isLoggedIn(await person.get('/look')))
    })

    test(`with ${what} logs nobody out`, async (t) => {
      const person = await visitor(t)
      await person.submit('/', '/login', ada)
      assert.equal((await person.post('/logout', fields)).status, 403)
      assert.ok(isLoggedIn(await person.get('/look')))
    })
  }

  test('with the token of another session logs nobody in', async (t) => {
    const person = await visitor(t)
    await person.get('/')
    const csrf = csrfToken((await new Visitor(person.url).get('/')).text)
    assert.equal((await person.post('/login', { ...ada, csrf })).status, 403)
  })

  test('of somebody without a session is refused, and starts none', async (t) => {
    const person = await visitor(t)
    assert.equal((await person.post('/login', { ...ada, csrf: '' })).status, 403)
    assert.equal(person.cookie, undefined)
  })

  test('that is too large is refused with its status', async (t) => {
    const person = await visitor(t)
    assert.equal((await person.post('/login', { user: 'a'.repeat(5000) })).status, 413)
  })
})

describe('what just happened', () => {
  test('is a new session for who comes without a cookie', async (t) => {
    const person = await visitor(t)
    const [present, ...past] = storyOn(await person.get('/'))
    assert.match(present, new RegExp(`^GET / This page .* sent no session cookie A new session began: ${person.id.slice(0, 6)}…`))
    assert.deepEqual(past, [])
  })

  test('is a save after a view and a touch after a look', async (t) => {
    const person = await visitor(t)
    await person.get('/')
    const id = person.id.slice(0, 6)
    assert.match(storyOn(await person.get('/look'))[1], new RegExp(`^GET / .* Session ${id}… was saved`))
    assert.match(storyOn(await person.get('/look'))[1], new RegExp(`^GET /look .* Session ${id}… was touched`))
  })

  test('is a change of the id at a log-in', async (t) => {
    const person = await visitor(t)
    await person.get('/')
    const before = person.id.slice(0, 6)
    const [, login] = storyOn(await person.submit('/look', '/login', ada))
    const after = person.id.slice(0, 6)
    assert.match(login, new RegExp(`^POST /login .*${before}… was destroyed .*changed to ${after}….* ${after}… was saved`))
  })

  test('is a destroyed session at a log-out, and a new one', async (t) => {
    const person = await visitor(t)
    await person.submit('/', '/login', ada)
    const before = person.id.slice(0, 6)
    const [present, logout] = storyOn(await person.submit('/look', '/logout'))
    assert.match(logout, new RegExp(`^POST /logout .*${before}… was destroyed`))
    assert.match(present, new RegExp(`${before}…, which the store does not have A new session began: ${person.id.slice(0, 6)}…`))
  })

  test('is an ignored cookie for who forges a signature, and a session with another id', async (t) => {
    const person = await visitor(t)
    await person.get('/')
    const { id } = person
    person.cookie = `demo.sid=s%3A${id}.${'A'.repeat(43)}`
    const page = await person.get('/')
    assert.match(storyOn(page)[0], /whose signature is wrong: it was ignored A new session began: .{6}…/)
    assert.equal(viewsOn(page), 1)
    assert.notEqual(person.id, id)
  })

  test('goes back five requests', async (t) => {
    const person = await visitor(t)
    for (let count = 0; count < 7; count += 1) await person.get('/')
    assert.equal(storyOn(await person.get('/')).length, 5)
  })
})

describe('a page', () => {
  test('shows the id that the cookie carries', async (t) => {
    const person = await visitor(t)
    const { text } = await person.get('/')
    assert.ok(text.includes(`<code>${person.id}</code>`))
  })

  test('shows the time that the cookie carries, and renews it with each look', async (t) => {
    const person = await visitor(t)
    const start = Date.now()
    await person.get('/')
    t.mock.method(Date, 'now', () => start + 10 * 60 * 1000)
    const { setCookies: [setCookie], text } = await person.get('/look')
    const carried = new Date(/; Expires=([^;]+)/.exec(setCookie)[1])
    const shown = new Date(/data-until="([^"]+)"/.exec(text)[1])
    assert.equal(shown.getTime(), start + 40 * 60 * 1000)
    // A cookie knows no milliseconds.
    assert.equal(carried.getTime(), Math.floor(shown.getTime() / 1000) * 1000)
    assert.match(text, /in 30 minutes/)
  })

  test('comes with a cookie that is closed to scripts and to forms on other sites', async (t) => {
    const { setCookies } = await (await visitor(t)).get('/')
    assert.match(setCookies[0], /^demo\.sid=s%3A.*; HttpOnly; SameSite=Lax$/)
  })

  test('shows a cookie with markup in it as no cookie of ours', async (t) => {
    const person = await visitor(t)
    person.cookie = 'demo.sid=<script>alert(1)</script>'
    const { text } = await person.get('/')
    assert.ok(!text.includes('alert(1)'))
    assert.match(text, /sent one that is not valid here/)
  })

  test('is kept in no cache and runs no script but the site\'s own', async (t) => {
    const { headers, text } = await (await visitor(t)).get('/')
    assert.equal(headers.get('cache-control'), 'no-store')
    assert.match(headers.get('content-security-policy'), /^default-src 'none'; style-src 'self'; script-src 'self';/)
    assert.doesNotMatch(text, /<style|style=|<script>| on\w+=|https?:\/\//)
  })

  test('that does not exist is answered with 404 and starts no session', async (t) => {
    const person = await visitor(t)
    assert.equal((await person.get('/nowhere')).status, 404)
    assert.equal(person.cookie, undefined)
  })

  for (const file of ['style.css', 'clock.js', 'icon.svg']) {
    test(`finds its ${file}, which starts no session`, async (t) => {
      const person = await visitor(t)
      assert.ok((await person.get('/')).text.includes(`"/${file}"`))
      const { status, setCookies } = await person.get(`/${file}`)
      assert.deepEqual({ status, setCookies }, { status: 200, setCookies: [] })
    })
  }
})
