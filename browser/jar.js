// What did a browser keep of the cookies that it was given?
'use strict'

/**
 * @param {import('playwright-core').Page} page
 * @returns {Promise<Record<string, any>[]>} every cookie in the profile, as the developer tools tell it
 */
async function storedCookies (page) {
  const tools = await page.context().newCDPSession(page)
  const { cookies } = await tools.send('Network.getAllCookies')
  await tools.detach()
  return cookies
}

/** A stored cookie in the words of the header that it came with; what is the rule among cookies is left out. */
function asAttributes ({ domain, path, session, httpOnly, secure, sameSite, partitionKey, priority }) {
  return [
    domain.startsWith('.') && `Domain=${domain.slice(1)}`,
    path !== '/' && `Path=${path}`,
    !session && 'Expires',
    httpOnly && 'HttpOnly',
    secure && 'Secure',
    sameSite && `SameSite=${sameSite}`,
    partitionKey && 'Partitioned',
    priority !== 'Medium' && `Priority=${priority}`
  ].filter(Boolean).join('; ')
}

module.exports = { asAttributes, storedCookies }
