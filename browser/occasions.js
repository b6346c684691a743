// With which requests did a browser send a cookie, after it was given every occasion to?
'use strict'

/* global document */

const occasions = ['own page', 'other path', 'subdomain', 'plain HTTP', 'link', 'form', 'image', 'frame']

/**
 * @param {import('playwright-core').Page} page one of the application's own, to begin with
 * @param {Awaited<ReturnType<import('./sites').openSites>>} sites
 * @param {string} name of the cookie
 * @returns {Promise<string[]>} the occasions on which the cookie was sent, and 'script' if the page could read it
 */
async function sentOn (page, { at, sent }, name) {
  sent.clear()
  const readable = await page.evaluate(() => document.cookie)
  await page.goto(at('/account/plain-http', undefined, 'http'))
  await page.goto(at('/account/quiet'))
  await page.evaluate((places) => Promise.all(places.map((place) => fetch(place, { mode: 'no-cors', credentials: 'include' }))), [
    '/account/own-page', '/other-path', at('/account/subdomain', 'sub.app.test')
  ])

  const elsewhere = `${at('/', 'other.test')}?target=${encodeURIComponent(at('/account'))}`
  await page.goto(elsewhere)
  await page.getByText('follow').click()
  await page.waitForURL(at('/account/link'))
  await page.goto(elsewhere)
  await page.getByText('send').click()
  await page.waitForURL(at('/account/form'))

  const cookiesOn = (occasion) => sent.get(placeOf(occasion)).split('; ')
  const found = occasions.filter((occasion) => cookiesOn(occasion).some((pair) => pair.startsWith(`${name}=`)))
  return readable.includes(`${name}=`) ? [...found, 'script'] : found
}

function placeOf (occasion) {
  return occasion === 'other path' ? '/other-path' : `/account/${occasion.toLowerCase().replace(' ', '-')}`
}

module.exports = { sentOn }
