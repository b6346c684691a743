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

describe('a log-in that was refused', () => {
  const cases = [
    ['a wrong password', { ...ada, password: 'open barley' }, 'password', 'ada'],
    ['a name that is too long', { ...ada, user: 'ü'.repeat(41) }, 'user', 'ü'.repeat(40)],
    ['a name with markup', { user: '"><b>', password: 'open barley' }, 'password', '&quot;&gt;&lt;b&gt;']
  ]
  for (const [what, fields, focused, kept] of cases) {
    test(`for ${what} keeps the name and asks for the ${focused} again`, async (t) => {
      const { text } = await (await visitor(t)).submit('/', '/login', fields)
      const inputs = text.match(/<input name=[^>]*>/g)
      assert.ok(inputs[0].includes(`value="${kept}"`))
      assert.ok(inputs[1].includes('type="password"') && !inputs[1].includes('value='))
      for (const input of inputs) {
        const isFocused = input.startsWith(`<input name="${focused}"`)
        assert.equal(input.includes(' aria-invalid="true" autofocus'), isFocused)
        assert.equal(/aria-describedby="[^"]*\bnotice"/.test(input), isFocused)
      }
    })
  }
})

describe('express-session beside this module', () => {
  test('goes on with the same session, and hands it back', async (t) => {
    const person = await visitor(t)
    await person.get('/')
    const { id } = person
    const there = await person.get('/on/express-session/')
    assert.match(there.text, /Served by<\/dt>\s*<dd><strong>express-session 1\.19\.0/)
    assert.deepEqual([viewsOn(there), person.id], [2, id])
    assert.deepEqual([viewsOn(await person.get('/')), person.id], [3, id])
  })

  test('logs in and out for both', async (t) => {
    const person = await visitor(t)
    await person.submit('/on/express-session/', '/on/express-session/login', ada)
    const { id } = person
    assert.ok(isLoggedIn({ text: (await person.get('/look')).text }))
    await person.submit('/look', '/logout')
    const page = await person.get('/on/express-session/look')
    assert.doesNotMatch(page.text, /Hello, ada/)
    assert.notEqual(person.id, id)
  })

  test('keeps its forms and links to itself', async (t) => {
    const { text } = await (await visitor(t)).get('/on/express-session/')
    const places = [...text.matchAll(/ (?:href|action|formaction)="(\/[^"]*)"/g)].map(([, place]) => place)
    const elsewhere = places.filter((place) => !place.startsWith('/on/express-session/'))
    assert.deepEqual(elsewhere, ['/icon.svg', '/style.css', '/'])
  })
})

for (const base of ['', '/on/express-session']) {
  describe(`a change of the secret, by ${base || 'this module'}`, () => {
    test('signs anew at once, and leaves older signatures valid until they are retired', async (t) => {
      const person = await visitor(t)
      await person.get(`${base}/`)
      const before = person.copy()
      const page = await person.submit(`${base}/look`, `${base}/rotate`)
      assert.match(page.text, /<strong>2 secrets<\/strong>/)
      assert.match(page.text, /The newest signs\.\s+It signed yours/)
      assert.equal(person.id, before.id)
      assert.notEqual(person.cookie, before.cookie)

      const late = before.copy()
      assert.match((await late.get(`${base}/look`)).text, /The one before signed yours/)
      await person.submit(`${base}/look`, `${base}/retire`)
      assert.match(storyOn(await before.get(`${base}/look`))[0], /whose signature is wrong/)
      assert.equal(viewsOn(await person.get(`${base}/look`)), 1)
    })

    test('keeps three at most', async (t) => {
      const person = await visitor(t)
      for (let count = 0; count < 3; count += 1) await person.submit(`${base}/look`, `${base}/rotate`)
      assert.match((await person.get(`${base}/look`)).text, /<strong>3 secrets<\/strong>/)
    })
  })

  describe(`a cookie forged on click, by ${base || 'this module'}`, () => {
    test('opens nothing, and the true one is put back', async (t) => {
      const person = await visitor(t)
      const url = (path) => new URL(`${base}${path}`, person.url)
      await person.submit(`${base}/`, `${base}/login`, ada)
      const { cookie, id } = person
      const token = csrfToken((await person.get(`${base}/look`)).text)
      const send = (path, csrf, jar) => fetch(url(path), { method: 'POST', headers: { cookie: jar }, body: new URLSearchParams({ csrf }), redirect: 'manual' })
      const jarOf = (response) => response.headers.getSetCookie().map((line) => line.split(';')[0]).join('; ')

      const forging = await send('/forge', token, cookie)
      assert.equal(forging.headers.getSetCookie().length, 2)
      for (const line of forging.headers.getSetCookie()) assert.match(line, /; Path=\/; HttpOnly; SameSite=Lax$/)
      const forged = await fetch(url('/look'), { headers: { cookie: jarOf(forging) } })
      const page = { text: await forged.text() }
      assert.match(storyOn(page)[0], /whose signature is wrong: it was ignored A new session began/)
      assert.ok(!isLoggedIn(page))
      assert.match(page.text, /Put the true cookie back/)

      const kept = jarOf(forging).split('; ')[1]
      const restoring = await send('/restore', csrfToken(page.text), `${jarOf(forged)}; ${kept}`)
      const [restored, cleared] = restoring.headers.getSetCookie()
      assert.match(cleared, /^demo\.kept=; .*Max-Age=0/)
      person.cookie = restored.split(';')[0]
      assert.match((await person.get(`${base}/look`)).text, /Hello, ada/)
      assert.equal(person.id, id)
    })

    test('is not put back where the browser keeps none, or something else', async (t) => {
      const person = await visitor(t)
      await person.get(`${base}/`)
      assert.equal((await person.submit(`${base}/look`, `${base}/restore`)).status, 404)
      const csrf = csrfToken((await person.get(`${base}/look`)).text)
      person.cookie += '; demo.kept=x,y'
      assert.equal((await person.post(`${base}/restore`, { csrf })).status, 404)
    })
  })
}

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
    assert.match(headers.get('content-security-policy'), /^default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self';/)
    assert.doesNotMatch(text, /<style|style=|<script>| on\w+=|https?:\/\//)
  })

  test('that does not exist is answered with 404 and starts no session', async (t) => {
    const person = await visitor(t)
    assert.equal((await person.get('/nowhere')).status, 404)
    assert.equal(person.cookie, undefined)
  })

  for (const file of ['style.css', 'clock.js', 'live.js', 'icon.svg']) {
    test(`finds its ${file}, which starts no session`, async (t) => {
      const person = await visitor(t)
      assert.ok((await person.get('/')).text.includes(`"/${file}"`))
      const { status, setCookies } = await person.get(`/${file}`)
      assert.deepEqual({ status, setCookies }, { status: 200, setCookies: [] })
    })
  }
})
