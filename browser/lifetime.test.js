// For how long does a browser keep the session cookie, and when does it get another?
'use strict'

const { after, afterEach, before, describe, test } = require('node:test')
const assert = require('node:assert/strict')
const { setTimeout: sleep } = require('node:timers/promises')
const { openBrowser } = require('./chromium')
const { storedCookies } = require('./jar')
const { answer, openSites } = require('./sites')

const session = require('../tests/module-under-test')

const HOUR = 60 * 60 * 1000
// Expires and Date tell whole seconds, and Chromium corrects the one by the other: either may be off by one.
const SECOND = 1000

class CountingStore extends session.MemoryStore {
  constructor () {
    super()
    this.calls = []
  }

  set (...args) {
    this.calls.push('set')
    super.set(...args)
  }

  touch (...args) {
    this.calls.push('touch')
    super.touch(...args)
  }
}

describe('the session cookie', () => {
  let browser, page

  before(async () => {
    browser = await openBrowser()
    page = await browser.context.newPage()
  })
  afterEach(() => browser.context.clearCookies())
  after(() => browser.close())

  test('with maxAge lasts for so many milliseconds', async (t) => {
    const { visit } = await application(t, { cookie: { maxAge: HOUR } })
    const start = Date.now()
    const { expires } = await visit('/account/begin')
    assert.ok(expires >= start + HOUR - SECOND && expires <= Date.now() + HOUR + SECOND, `${expires - start} ms`)
  })

  test('without maxAge ends with the browser, and one with maxAge does not', async (t) => {
    const passing = await application(t, { name: 'passing' })
    const lasting = await application(t, { name: 'lasting', cookie: { maxAge: HOUR } })
    assert.equal((await passing.visit('/account/begin')).expires, undefined)
    await lasting.visit('/account/begin')
    await browser.restart()
    page = await browser.context.newPage()
    assert.deepEqual((await storedCookies(page)).map(({ name }) => name), ['lasting'])
    await lasting.visit('/account/begin')
    assert.equal(await page.locator('p').textContent(), '2')
  })

  test('is forgotten when its time is over, and the next visit begins a session', async (t) => {
    const { visit } = await application(t, { cookie: { maxAge: 1.5 * SECOND } })
    await visit('/account/begin')
    await sleep(3 * SECOND)
    assert.deepEqual(await storedCookies(page), [])
    await visit('/account/begin')
    assert.equal(await page.locator('p').textContent(), '1')
  })

  test('gets its time anew with every response if rolling, so that visits keep it', async (t) => {
    const { visit } = await application(t, { rolling: true, cookie: { maxAge: HOUR } })
    const first = await visit('/account/begin')
    await sleep(2.1 * SECOND)
    const second = await visit('/account/quiet')
    assert.equal(second.value, first.value)
    assert.ok(second.expires > first.expires)
  })

  test('gets its time anew only with a change if not rolling', async (t) => {
    const { visit } = await application(t, { cookie: { maxAge: HOUR } })
    const first = await visit('/account/begin')
    await sleep(2.1 * SECOND)
    assert.equal((await visit('/account/quiet')).expires, first.expires)
    assert.ok((await visit('/account/begin')).expires > first.expires)
  })

  test('lasts for what a handler says for this client alone', async (t) => {
    const { visit } = await application(t, { cookie: { maxAge: HOUR } }, (app) => {
      app.get('/remember', (req, res) => {
        req.session.cookie.maxAge = 24 * HOUR
        req.session.remembered = true
        answer(res, '<p>Remembered</p>')
      })
    })
    const { expires } = await visit('/remember')
    assert.ok(expires > Date.now() + 23 * HOUR)
  })

  test('has another value after a log-in, and the one from before it opens nothing', async (t) => {
    const { visit, at } = await application(t, {}, (app) => {
      app.get('/log-in', (req, res, next) => req.session.regenerate((error) => {
        if (error) return next(error)
        req.session.user = 'ada'
        answer(res, '<p>Logged in</p>')
      }))
      app.get('/who', (req, res) => answer(res, `<p>${req.session.user ?? 'nobody'}</p>`))
    })
    const { name, value } = await visit('/account/begin')
    assert.notEqual((await visit('/log-in')).value, value)
    await visit('/who')
    assert.equal(await page.locator('p').textContent(), 'ada')
    await browser.context.addCookies([{ name, value, url: at('/') }])
    await visit('/who')
    assert.equal(await page.locator('p').textContent(), 'nobody')
  })

  const cleared = [
    [{}, 'connect.sid', undefined],
    [{ secure: true }, '__Host-sid', { secure: true }],
    [{ path: '/account', domain: 'app.test' }, 'sid', { path: '/account', domain: 'app.test' }]
  ]
  for (const [cookie, name, attributes] of cleared) {
    test(`called ${name} is gone after a log-out that clears it with ${JSON.stringify(attributes)}`, async (t) => {
      const { visit } = await application(t, { name, cookie }, (app) => {
        app.get('/account/log-out', (req, res, next) => req.session.destroy((error) => {
          if (error) return next(error)
          res.clearCookie(name, attributes)
          answer(res, '<p>Logged out</p>')
        }))
      })
      assert.ok(await visit('/account/begin'))
      assert.equal(await visit('/account/log-out'), undefined)
    })
  }

  const partitioned = { secure: true, sameSite: 'none', partitioned: true }
  for (const cookie of [{}, { secure: true }, { path: '/account', domain: 'app.test' }, partitioned]) {
    test(`is gone after a log-out with clearOnDestroy: ${JSON.stringify(cookie)}`, async (t) => {
      const { visit } = await application(t, { cookie, clearOnDestroy: true }, (app) => {
        app.get('/account/log-out', (req, res, next) => req.session.destroy((error) => error ? next(error) : answer(res, '<p>Logged out</p>')))
      })
      assert.ok(await visit('/account/begin'))
      assert.equal(await visit('/account/log-out'), undefined)
      assert.deepEqual(await storedCookies(page), [])
    })
  }

  const guesses = {
    '<link rel="prefetch">': (target) => `<link rel="prefetch" href="${target}">`,
    'speculation rules': (target) => {
      const rules = { prefetch: [{ source: 'list', urls: [target], eagerness: 'immediate' }] }
      return `<script type="speculationrules">${JSON.stringify(rules)}</script>`
    }
  }
  for (const [what, markup] of Object.entries(guesses)) {
    for (const prefetch of ['neutral', undefined]) {
      test(`and the store hear ${prefetch ? 'nothing' : 'as of any visit'} of what ${what} fetches (prefetch: ${prefetch})`, async (t) => {
        const store = new CountingStore()
        const fetched = {}
        fetched.promise = new Promise((resolve) => { fetched.resolve = resolve })
        const options = { store, rolling: true, cookie: { maxAge: HOUR }, prefetch }
        const { visit } = await application(t, options, (app) => {
          app.get('/guessing', (req, res) => answer(res, markup('/guessed')))
          app.get('/guessed', (req, res) => {
            store.calls.length = 0
            res.on('finish', () => fetched.resolve({ purpose: req.get('sec-purpose') ?? req.get('purpose'), cookie: res.get('set-cookie') }))
            answer(res, '<p>Guessed</p>')
          })
        })
        await visit('/account/begin')
        await visit('/guessing')
        const { purpose, cookie } = await fetched.promise
        assert.match(purpose, /^prefetch/)
        assert.equal(cookie === undefined, prefetch === 'neutral')
        assert.deepEqual(store.calls, prefetch ? [] : ['touch'])
      })
    }
  }

  async function application (t, options, addPages) {
    const { at } = await openSites(t, options, addPages)
    return {
      at,
      /** Opens a page and gives the cookie that the browser has then, its time in milliseconds. */
      async visit (place) {
        await page.goto(at(place))
        const [cookie] = (await storedCookies(page)).filter(({ name }) => name === (options.name ?? 'connect.sid'))
        return cookie && { ...cookie, expires: cookie.session ? undefined : cookie.expires * 1000 }
      }
    }
  }
})
