// What does the demo look like? Keeps pictures of it in the folder that the command names.

import http from 'node:http'
import path from 'node:path'
import chromium from './chromium.js'
import demo from '../examples/demo/app.js'

const sizes = { wide: { width: 1100, height: 900 }, narrow: { width: 390, height: 844 } }

/** @param {string} folder */
export async function takeScreenshots (folder) {
  const server = http.createServer(demo.createApp({ secret: 'of the pictures' }))
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  const browser = await chromium.openBrowser()
  try {
    const page = await browser.context.newPage()
    for (const colorScheme of ['light', 'dark']) {
      await page.emulateMedia({ colorScheme })
      for (const [size, viewport] of Object.entries(sizes)) {
        await browser.context.clearCookies()
        await page.setViewportSize(viewport)
        const keep = (what) => page.screenshot({ path: path.join(folder, `demo-${what}-${colorScheme}-${size}.png`), fullPage: true })
        await page.goto(`http://demo.test:${server.address().port}/`)
        await keep('visitor')
        await page.getByLabel('Your name').fill('Ada Lovelace')
        await page.getByLabel('Password').fill('open barley')
        await page.getByRole('button', { name: 'Log in' }).click()
        await keep('refused')
        await page.getByLabel('Password').fill('open sesame')
        await page.getByRole('button', { name: 'Log in' }).click()
        await page.getByRole('button', { name: 'Rotate the secret' }).click()
        await page.getByRole('button', { name: 'Run all' }).click()
        await page.locator('[role="status"]:text-is("Done.")').waitFor({ timeout: 60000 })
        await page.getByRole('link', { name: /Count one with/ }).click()
        await keep('member')
        for (const details of await page.locator('summary').all()) await details.click()
        await keep('member-details')
        await page.getByRole('button', { name: 'Forge its signature' }).click()
        await keep('forged')
        await page.goto(`http://demo.test:${server.address().port}/nowhere`)
        await keep('error')
      }
    }
  } finally {
    await browser.close()
    server.closeAllConnections()
    server.close()
  }
}
