// Does a browser keep the session cookie, and send it, as README.md says for each attribute?
'use strict'

const { after, before, describe, test } = require('node:test')
const assert = require('node:assert/strict')
const { openBrowser } = require('./chromium')
const { asAttributes, storedCookies } = require('./jar')
const { sentOn } = require('./occasions')
const { openSites } = require('./sites')

const own = ['own page', 'other path']
const links = ['link']
const all = ['link', 'form', 'image', 'frame']
// What Chromium makes of a cookie without SameSite: Lax, and for its first two minutes with forms of other sites too.
const unsaid = ['link', 'form']

// [the attributes, what the browser stores, when it sends it], the session begun over HTTPS
const kept = [
  [{}, 'HttpOnly', [...own, 'plain HTTP', ...unsaid]],
  [{ httpOnly: false }, '', [...own, 'plain HTTP', ...unsaid, 'script']],
  [{ secure: true }, 'HttpOnly; Secure', [...own, ...unsaid]],
  [{ secure: 'auto' }, 'HttpOnly; Secure', [...own, ...unsaid]],
  [{ secure: true, sameSite: 'strict' }, 'HttpOnly; Secure; SameSite=Strict', own],
  [{ secure: true, sameSite: true }, 'HttpOnly; Secure; SameSite=Strict', own],
  [{ secure: true, sameSite: 'lax' }, 'HttpOnly; Secure; SameSite=Lax', [...own, ...links]],
  [{ secure: true, sameSite: 'none' }, 'HttpOnly; Secure; SameSite=None', [...own, ...all]],
  [{ secure: 'auto', sameSite: 'auto' }, 'HttpOnly; Secure; SameSite=None', [...own, ...all]],
  [{ secure: true, sameSite: 'none', partitioned: true }, 'HttpOnly; Secure; SameSite=None; Partitioned', [...own, 'link', 'form']],
  [{ domain: 'app.test' }, 'Domain=app.test; HttpOnly', [...own, 'subdomain', 'plain HTTP', ...unsaid]],
  [{ path: '/account' }, 'Path=/account; HttpOnly', ['own page', 'plain HTTP', ...unsaid]],
  [{ maxAge: 60000, priority: 'high' }, 'Expires; HttpOnly; Priority=High', [...own, 'plain HTTP', ...unsaid]],
  [{ secure: true, sameSite: 'lax' }, 'HttpOnly; Secure; SameSite=Lax', [...own, ...links], { name: '__Host-sid' }],
  [{ secure: true, domain: 'app.test' }, 'Domain=app.test; HttpOnly; Secure', [...own, 'subdomain', ...unsaid], { name: '__Secure-sid' }],
  [{ secure: 'auto', sameSite: 'auto' }, 'HttpOnly; SameSite=Lax', [...own, 'plain HTTP', ...links], { scheme: 'http' }]
]

// [the attributes, why the browser has nothing]
const missing = [
  [{ sameSite: 'none' }, 'it is not secure'],
  [{ partitioned: true }, 'it is not secure'],
  [{ domain: 'other.test' }, 'it is for another site'],
  [{}, 'the name asks for Secure', { name: '__Secure-sid' }],
  [{}, 'the name asks for Secure', { name: '__Host-sid' }],
  [{ secure: true, domain: 'app.test' }, 'the name asks for one host', { name: '__Host-sid' }],
  [{ secure: true, path: '/account' }, 'the name asks for every path', { name: '__Host-sid' }],
  [{ secure: true }, 'plain HTTP gets none', { scheme: 'http' }]
]

describe('the session cookie', () => {
  const rows = [['attributes', 'what the browser stored', 'and sent with']]
  let browser

  before(async () => { browser = await openBrowser() })
  after(async () => {
    await browser.close()
    print(rows)
  })

  for (const [cookie, stored, sent, setting] of kept) {
    const attributes = described(cookie, setting)
    test(`with ${attributes} is stored and sent as promised`, async (t) => {
      const found = await outcome(t, cookie, setting)
      rows.push([attributes, found.stored.join(' and ') || 'no attribute', found.sent.join(', ')])
      assert.deepEqual({ stored: found.stored, sent: found.sent.toSorted() }, { stored: [stored], sent: sent.toSorted() })
    })
  }

  for (const [cookie, reason, setting] of missing) {
    const attributes = described(cookie, setting)
    test(`with ${attributes} does not come to be, because ${reason}`, async (t) => {
      const { sites, page } = await begun(t, cookie, setting)
      const found = await storedCookies(page)
      rows.push([attributes, found.length > 0 ? found.map(asAttributes).join(' and ') : `nothing: ${reason}`, ''])
      assert.deepEqual(found, [])
      await page.goto(sites.at('/account/begin', undefined, setting?.scheme))
      assert.equal(await page.locator('p').textContent(), '1')
    })
  }

  async function outcome (t, cookie, setting) {
    const { sites, page, name } = await begun(t, cookie, setting)
    const found = await storedCookies(page)
    return { stored: found.map(asAttributes), sent: await sentOn(page, sites, name) }
  }

  async function begun (t, cookie, { name = 'connect.sid', scheme = 'https' } = {}) {
    await browser.context.clearCookies()
    const sites = await openSites(t, { name, cookie })
    const page = await browser.context.newPage()
    t.after(() => page.close())
    await page.goto(sites.at('/account/begin', undefined, scheme))
    return { sites, page, name }
  }
})

function described (cookie, { name, scheme } = {}) {
  const attributes = Object.entries(cookie).map(([key, value]) => `${key}: ${typeof value === 'string' ? `'${value}'` : value}`)
  return [attributes.join(', ') || 'no attribute', name && `as ${name}`, scheme && 'over plain HTTP'].filter(Boolean).join(', ')
}

function print (rows) {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)))
  const lines = rows.map((row) => row.map((cell, column) => cell.padEnd(widths[column])).join('  ').trimEnd())
  console.log(`\n${lines.join('\n')}\n`)
}
