// Where is a Chromium on this machine, and how is it started for tests?
'use strict'

const fs = require('node:fs')
const os = require('node:os')
const path = require('node:path')

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']

/** The program that CHROMIUM names, or else the first one on PATH; undefined where there is none. */
function chromium () {
  if (process.env.CHROMIUM) return process.env.CHROMIUM
  const folders = (process.env.PATH ?? '').split(path.delimiter)
  return names.flatMap((name) => folders.map((folder) => path.join(folder, name))).find((file) => fs.existsSync(file))
}

/**
 * A browser with a profile of its own, which `close` removes.
 *
 * @param {{ thirdPartyCookies?: boolean }} [settings] whether frames and images of other sites may have any
 */
async function openBrowser ({ thirdPartyCookies = true } = {}) {
  const profile = fs.mkdtempSync(path.join(os.tmpdir(), 'session-browser-'))
  fs.mkdirSync(path.join(profile, 'Default'))
  const preferences = { profile: { cookie_controls_mode: thirdPartyCookies ? 0 : 1 } }
  fs.writeFileSync(path.join(profile, 'Default', 'Preferences'), JSON.stringify(preferences))

  const forget = () => fs.rmSync(profile, { recursive: true, force: true, maxRetries: 5 })

  let context = await launch(profile).catch((error) => {
    forget()
    throw error
  })
  return {
    /** @returns {import('playwright-core').BrowserContext} */
    get context () { return context },
    async restart () {
      await context.close()
      context = await launch(profile)
    },
    async close () {
      await context.close()
      forget()
    }
  }
}

async function launch (profile) {
  // required late: whether there is a Chromium can be asked before any package is installed
  const context = await require('playwright-core').chromium.launchPersistentContext(profile, {
    executablePath: chromium(),
    // Chromium refuses to run as root with its sandbox.
    chromiumSandbox: process.getuid?.() !== 0,
    // The certificate is nobody's but the tests'.
    ignoreHTTPSErrors: true,
    // Nothing here asks a name server.
    args: ['--host-resolver-rules=MAP *.test 127.0.0.1'],
    // What the back button shows is one of the questions.
    ignoreDefaultArgs: ['--disable-back-forward-cache']
  })
  context.setDefaultTimeout(15000)
  return context
}

module.exports = { chromium, openBrowser }
