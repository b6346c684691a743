// Does the demo do in a browser what its page says?
'use strict'

const { after, afterEach, before, describe, test } = require('node:test')
const assert = require('node:assert/strict')
const http = require('node:http')
const https = require('node:https')
const { source: axe } = require('axe-core')
const { createApp } = require('../examples/demo/app')
const { certificate } = require('../tests/shim/app')
const { openBrowser } = require('./chromium')
const { asAttributes, storedCookies } = require('./jar')
const listen = require('../tests/kit/listen')

// In the functions that the browser runs.
/* global document, innerWidth, MutationObserver */

// What the page says when experiments have been run.
const DONE = '[role="status"]:text-is("Done.")'

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

  test('keeps the name beside a wrong password, and the cursor is where it is wanted', async (t) => {
    const page = await opened(t)
    await logIn(page, 'open barley')
    assert.equal(await page.getByLabel('Your name').inputValue(), 'Ada')
    assert.equal(await page.evaluate(() => document.activeElement.name), 'password')
    await page.keyboard.type('open sesame')
    await page.keyboard.press('Enter')
    await page.getByText('Hello, Ada').waitFor()
  })

  test('lets a view be counted by express-session, with the same cookie', async (t) => {
    const page = await opened(t)
    await page.getByRole('link', { name: 'Count one with express-session' }).click()
    assert.equal(await views(page), '2')
    await page.getByRole('link', { name: 'Count one with express-session-wasm' }).click()
    assert.equal(await views(page), '3')
    assert.equal((await storedCookies(page)).length, 1)
  })

  test('forges the cookie on click, which opens nothing, and puts it back', async (t) => {
    const page = await opened(t)
    await logIn(page)
    const [{ value }] = await storedCookies(page)
    await page.getByRole('button', { name: 'Forge its signature' }).click()
    assert.match(await page.locator('.present').textContent(), /whose signature is wrong/)
    assert.equal(await page.locator('.holder').textContent(), 'Visitor')
    await page.getByRole('button', { name: 'Put the true cookie back' }).click()
    assert.equal(await page.locator('.holder').textContent(), 'Ada')
    assert.deepEqual((await storedCookies(page)).map((cookie) => cookie.value), [value])
  })

  test('rotates the secret under a session, which goes on with a new signature', async (t) => {
    const page = await opened(t)
    const [{ value }] = await storedCookies(page)
    await page.getByRole('button', { name: 'Rotate the secret' }).click()
    const [renewed] = await storedCookies(page)
    assert.notEqual(renewed.value, value)
    assert.equal(renewed.value.split('.')[0], value.split('.')[0])
    await page.getByRole('button', { name: 'Retire the old one' }).click()
    assert.equal(await views(page), '1')
  })

  test('shows what an experiment finds without another page, for who has no mouse', async (t) => {
    const page = await opened(t)
    const card = page.locator('#stale-cookie')
    await card.getByRole('button').focus()
    await page.evaluate(() => { document.body.dataset.is = 'the same page' })
    await page.keyboard.press('Enter')
    await page.locator(DONE).waitFor()
    assert.deepEqual(await card.locator('.figure').allTextContents(), ['a stranger', 'logged in'])
    assert.equal(await page.evaluate(() => document.body.dataset.is), 'the same page')
    // the focus has not been lost, and what was read is no longer being changed
    assert.equal(await page.evaluate(() => document.activeElement.closest('article').id), 'stale-cookie')
    assert.equal(await page.locator('[aria-busy]').count(), 0)
  })

  test('moves numbers while requests are counted', async (t) => {
    const page = await opened(t)
    await page.evaluate(() => {
      const cell = document.querySelector('#load [data-contestant="ours"]')
      globalThis.seen = []
      new MutationObserver(() => globalThis.seen.push(/over ([\d,]+)/.exec(cell.textContent)[1])).observe(cell, { childList: true })
    })
    await page.locator('#load button').click()
    await page.locator(DONE).waitFor({ timeout: 60000 })
    const seen = await page.evaluate(() => globalThis.seen)
    assert.equal(seen[0], '250')
    assert.equal(seen.at(-1), '2,000')
    assert.ok(seen.length > 2, `seen: ${seen}`)
  })

  test('says so when another experiment is being run', async (t) => {
    const page = await opened(t)
    const tab = await newPage(t)
    await tab.goto(page.url())
    await page.locator('#not-json button').click()
    await page.locator('[aria-busy]').waitFor()
    await tab.locator('#stale-cookie button').click()
    await tab.getByText('Another experiment is being run').waitFor()
    await page.locator(DONE).waitFor()
  })

  test('does without a script what it does with one', async (t) => {
    const url = await served(t)
    const page = await newPage(t)
    const tools = await page.context().newCDPSession(page)
    await tools.send('Emulation.setScriptExecutionDisabled', { value: true })
    await page.goto(url)
    await logIn(page)
    assert.equal(await page.locator('#who').textContent(), 'Hello, Ada')
    await page.locator('#stale-cookie button').click()
    await page.waitForURL(/\/look#stale-cookie$/)
    assert.deepEqual(await page.locator('#stale-cookie .figure').allTextContents(), ['a stranger', 'logged in'])
  })

  for (const colorScheme of ['light', 'dark']) {
    for (const width of [1100, 390]) {
      test(`gives axe nothing to say, and fits, ${colorScheme} and ${width} pixels wide`, async (t) => {
        const page = await newPage(t)
        await page.emulateMedia({ colorScheme })
        await page.setViewportSize({ width, height: 844 })
        const url = await served(t)
        const look = async (what) => {
          assert.deepEqual(await violations(page), [], what)
          assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${what} is too wide`)
        }
        await page.goto(url)
        await look('a visitor')
        await logIn(page, 'open barley')
        await look('a refused log-in')
        await logIn(page)
        for (const name of ['stale-cookie', 'late-failure']) {
          await page.locator(`#${name} button`).click()
          await page.locator(DONE).waitFor()
        }
        for (const details of await page.locator('summary').all()) await details.click()
        await look('a member with results')
        await page.getByRole('button', { name: 'Rotate the secret' }).click()
        await page.getByRole('button', { name: 'Forge its signature' }).click()
        await look('a forged cookie')
        await page.goto(`${url}nowhere`)
        await look('an error')
      })
    }
  }

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

/** Run in the developer tools' way, which the page's own rules about scripts do not bind. */
async function violations (page) {
  await page.evaluate(axe)
  const found = await page.evaluate(() => globalThis.axe.run())
  return found.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)
}

function views (page) {
  return page.locator('.number').textContent()
}
