// Whose session is it when other sites show the application in a frame?
'use strict'

const { after, afterEach, before, describe, test } = require('node:test')
const assert = require('node:assert/strict')
const { openBrowser } = require('./chromium')
const { storedCookies } = require('./jar')
const { answer, openSites } = require('./sites')

const everywhere = { secure: true, sameSite: 'none' }
const partitioned = { ...everywhere, partitioned: true }

describe('in a browser that allows third-party cookies', () => {
  const { visited, keys } = inBrowser({ thirdPartyCookies: true })

  test('a partitioned cookie makes a session for each top-level site', async (t) => {
    const { framedIn, itself } = await visited(t, partitioned)
    assert.deepEqual([await framedIn('one.test'), await framedIn('one.test'), await framedIn('two.test')], ['1', '2', '1'])
    assert.deepEqual([await itself(), await framedIn('two.test')], ['1', '2'])
    assert.deepEqual(await keys(), ['https://app.test', 'https://one.test', 'https://two.test'])
  })

  test('a cookie that is not partitioned makes one session for all of them', async (t) => {
    const { framedIn, itself } = await visited(t, everywhere)
    assert.deepEqual([await framedIn('one.test'), await framedIn('two.test'), await itself()], ['1', '2', '3'])
    assert.deepEqual(await keys(), ['none'])
  })

  for (const sameSite of ['lax', 'strict']) {
    test(`a cookie with sameSite: '${sameSite}' makes no session that lasts`, async (t) => {
      const { framedIn, itself } = await visited(t, { secure: true, sameSite })
      assert.deepEqual([await framedIn('one.test'), await framedIn('one.test')], ['1', '1'])
      assert.deepEqual([await itself(), await framedIn('one.test'), await itself()], ['1', '1', '2'])
    })
  }

  test('a log-out in one frame leaves the sessions under other sites alone', async (t) => {
    const { framedIn, itself } = await visited(t, partitioned)
    await framedIn('one.test')
    await framedIn('two.test')
    assert.equal(await framedIn('one.test', '/log-out'), 'Logged out')
    assert.deepEqual(await keys(), ['https://two.test'])
    assert.deepEqual([await framedIn('one.test'), await framedIn('two.test'), await itself()], ['1', '2', '1'])
  })
})

describe('in a browser that blocks third-party cookies', () => {
  const { visited } = inBrowser({ thirdPartyCookies: false })

  test('a partitioned cookie makes a session for each top-level site all the same', async (t) => {
    const { framedIn } = await visited(t, partitioned)
    assert.deepEqual([await framedIn('one.test'), await framedIn('one.test'), await framedIn('two.test')], ['1', '2', '1'])
  })

  test('a cookie that is not partitioned makes no session that lasts', async (t) => {
    const { framedIn } = await visited(t, everywhere)
    assert.deepEqual([await framedIn('one.test'), await framedIn('one.test')], ['1', '1'])
  })
})

function inBrowser (settings) {
  let browser, page
  before(async () => {
    browser = await openBrowser(settings)
    page = await browser.context.newPage()
  })
  afterEach(() => browser.context.clearCookies())
  after(() => browser.close())

  return {
    async visited (t, cookie) {
      const sites = await openSites(t, { cookie }, (app) => {
        app.get('/log-out', (req, res, next) => req.session.destroy((error) => {
          if (error) return next(error)
          res.clearCookie('connect.sid', cookie)
          answer(res, '<p>Logged out</p>')
        }))
      })
      return {
        async framedIn (host, place = '/account/begin') {
          await page.goto(`${sites.at('/embedding', host)}?target=${encodeURIComponent(sites.at(place))}`)
          return page.frameLocator('iframe').locator('p').textContent()
        },
        async itself () {
          await page.goto(sites.at('/account/begin'))
          return page.locator('p').textContent()
        }
      }
    },
    // The top-level sites that the cookies in the profile belong to.
    keys: async () => (await storedCookies(page)).map(({ partitionKey }) => partitionKey?.topLevelSite ?? 'none').toSorted()
  }
}
