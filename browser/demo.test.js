// Does the demo do in a browser what its page says?
'use strict'

const { after, afterEach, before, describe, test } = require('node:test')
const assert = require('node:assert/strict')
const http = require('node:http')
const https = require('node:https')
const { createApp } = require('../examples/demo/app')
const { certificate } = require('../tests/shim/app')
const { openBrowser } = require('./chromium')
const { asAttributes, storedCookies } = require('./jar')
const listen = require('../tests/kit/listen')

describe('the demo', () => {
  let browser

  before(async () => { browser = await openBrowser() })
  afterEach(() => browser.context.clearCookies())
  after(() => browser.close())

  test('counts views and not looks, in two tabs as in one', async (t) => {
    const page = await opened(t)
    await page.getByText('Count a view').click()
    assert.equal(await views(page), '2')
    await page.getByText('Look without counting').click()
    assert.equal(await views(page), '2')
    const tab = await newPage(t)
    await tab.goto(page.url())
    await tab.getByText('Count a view').click()
    await page.reload()
    assert.equal(await views(page), '3')
  })

  test('shows the session id and the cookie that the browser stored', async (t) => {
    const page = await opened(t)
    await page.reload()
    for (const details of await page.locator('details').all()) await details.locator('summary').click()
    const [{ value }] = await storedCookies(page)
    const decoded = decodeURIComponent(value)
    assert.equal(await page.locator('.ticket details p code').textContent(), decoded.slice('s:'.length, decoded.lastIndexOf('.')))
    assert.equal(await page.locator('.value').textContent(), value)
  })

  test('logs in with a new cookie, and keeps the views', async (t) => {
    const page = await opened(t)
    const [{ value }] = await storedCookies(page)
    await logIn(page)
    assert.equal(await page.locator('#who').textContent(), 'Hello, Ada')
    assert.equal(await views(page), '1')
    const [renewed, ...others] = await storedCookies(page)
    assert.notEqual(renewed.value, value)
    assert.deepEqual(others, [])
  })

  test('says once that a password is wrong', async (t) => {
    const page = await opened(t)
    await logIn(page, 'open barley')
    assert.equal(await page.getByRole('alert').textContent(), 'That is not the password.')
    await page.reload()
    assert.equal(await page.getByRole('alert').count(), 0)
  })

  test('logs out, and the back button does not show who was there', async (t) => {
    const page = await opened(t)
    await logIn(page)
    await page.getByRole('button', { name: 'Log out' }).click()
    assert.equal(await page.locator('#who').textContent(), 'Log in')
    await page.goBack()
    assert.equal(await page.locator('#who').textContent(), 'Log in')
    assert.ok(!(await page.content()).includes('Ada'))
  })

  test('refuses a form that was left open in a tab while its session ended', async (t) => {
    const page = await opened(t)
    await logIn(page)
    const tab = await newPage(t)
    await tab.goto(page.url())
    await tab.getByRole('button', { name: 'Log out' }).click()
    await page.getByRole('button', { name: 'Log out' }).click()
    assert.match(await page.locator('main').textContent(), /does not belong to your session/)
  })

  for (const [scheme, attributes] of [['http', 'Expires; HttpOnly; SameSite=Lax'], ['https', 'Expires; HttpOnly; Secure; SameSite=Lax']]) {
    test(`over ${scheme} has a cookie with ${attributes}`, async (t) => {
      const page = await opened(t, scheme)
      assert.deepEqual((await storedCookies(page)).map(asAttributes), [attributes])
      const secure = await page.locator('.facts div', { hasText: 'Secure' }).locator('dd').textContent()
      assert.match(secure, scheme === 'https' ? /HTTPS alone/ : /^Not set/)
    })
  }

  test('breaks none of its own rules about scripts and styles', async (t) => {
    const page = await newPage(t)
    const complaints = []
    page.on('console', (message) => complaints.push(message.text()))
    page.on('pageerror', (error) => complaints.push(error.message))
    await page.goto(await served(t))
    await logIn(page)
    assert.deepEqual(complaints, [])
  })

  async function opened (t, scheme) {
    const page = await newPage(t)
    await page.goto(await served(t, scheme))
    return page
  }

  async function newPage (t) {
    const page = await browser.context.newPage()
    t.after(() => page.close())
    return page
  }
})

async function served (t, scheme = 'http') {
  const app = createApp({ secret: 'of the browser' })
  const server = scheme === 'https' ? https.createServer(certificate(), app) : http.createServer(app)
  return `${scheme}://demo.test:${await listen(t, server)}/`
}

async function logIn (page, password = 'open sesame') {
  await page.getByLabel('Your name').fill('Ada')
  await page.getByLabel('Password').fill(password)
  await page.getByRole('button', { name: 'Log in' }).click()
}

function views (page) {
  return page.locator('.number').textContent()
}
